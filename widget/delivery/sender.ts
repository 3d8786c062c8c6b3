import type { Problem } from "../../shared/error.ts";
import type { ApiClient, ApiResponse } from "./api-client.ts";
import { classifyResponse } from "./classify-response.ts";
import type { SendResult } from "./outbox.ts";
import type { OutboxEntry } from "./outbox-store.ts";

/** What stands between is believed to refuse a delivery for good after this many refusals in a row (R22). */
const MAX_REFUSALS = 3;

const PATH = "/deliveries";

const meaningOf = ({ status, body }: ApiResponse) => classifyResponse(status, body);

/** The batch is sent again later. */
const later = ({ retryAfter }: ApiResponse): SendResult => ({ problem: null, retryAfter });

/** The refusal of a firewall or a proxy. */
function refusalOf({ status, contentType, excerpt, retryAfter }: ApiResponse): SendResult {
  const code = "refused_on_the_way";
  const problem: Problem = { type: `urn:foyer:problem:${code}`, title: "Refused on the way", status, code };
  return { problem, answer: { status, contentType, excerpt }, retryAfter };
}

/** The result of an answer of the server; null: it is not the server's. */
function resultOf(response: ApiResponse): SendResult | null {
  const { body, retryAfter } = response;
  const meaning = meaningOf(response);
  if (meaning === "answered") return { receipts: body.receipts, problem: null, retryAfter };
  if (meaning === "refused") return { problem: body as Problem, retryAfter };
  return meaning === "retry" ? later(response) : null;
}

/** Creates the function that sends batches of the outbox. */
export function createSender(
  client: Pick<ApiClient, "post" | "isAnswered">,
): (batch: readonly OutboxEntry[]) => Promise<SendResult> {
  /** The delivery that was last refused on the way, and how often in a row. */
  let last = { id: "", refusals: 0 };

  /**
   * Finds out whether a batch without a readable answer is refused on the way: then something answers it, although the
   * page may not read what (CORS), and the server answers an empty batch at the same address. Otherwise there is no
   * network, or it asks to log in first (captive portal).
   */
  async function examine(
    response: ApiResponse,
    { visitor }: OutboxEntry,
    content: object,
  ): Promise<SendResult> {
    let refusal = response;
    if (!response.status) {
      if (!(await client.isAnswered(visitor, PATH, content))) return later(response);
      refusal = await client.post(visitor, PATH, content); // the network may have been back in time for that request
      const result = resultOf(refusal);
      if (result) return result;
    }
    const empty = await client.post(visitor, PATH, { deliveries: [] });
    return meaningOf(empty) === "refused" ? refusalOf(refusal) : later(response);
  }

  return async (batch) => {
    const first = batch[0] as OutboxEntry; // a batch is never empty, and all of it is from one visitor
    const { id } = first.delivery;
    const content = { deliveries: batch.map(({ delivery }) => delivery) };
    const response = await client.post(first.visitor, PATH, content);
    const result = resultOf(response);
    last = { id, refusals: result ? 0 : id === last.id ? last.refusals + 1 : 1 };
    if (result) return result;
    const isClear = meaningOf(response) === "intermediary";
    // one of several may be the reason, or their size: the outbox sends them one by one
    if (isClear && batch.length > 1) return refusalOf(response);
    if (last.refusals % MAX_REFUSALS) return later(response);
    if (batch.length > 1) last.refusals = MAX_REFUSALS - 1; // sent alone next, it is examined at once
    return isClear ? refusalOf(response) : examine(response, first, content);
  };
}
