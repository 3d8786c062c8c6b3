import type { Problem } from "../../shared/error.ts";
import type { ApiClient, ApiResponse } from "./api-client.ts";
import { classifyResponse } from "./classify-response.ts";
import type { SendResult } from "./outbox.ts";
import type { OutboxEntry } from "./outbox-store.ts";

/** An intermediary is believed to refuse a delivery for good after this many refusals in a row (R22). */
const MAX_REFUSALS = 3;

const PATH = "/deliveries";

/** The refusal of a firewall or a proxy. */
function refusalOf({ status, contentType, excerpt, retryAfter }: ApiResponse): SendResult {
  const code = "refused_on_the_way";
  const problem: Problem = { type: code, title: code, status, code };
  return { problem, answer: { status, contentType, excerpt }, retryAfter };
}

/** The result of an answer. If it is not the server's, the batch is sent again later, and `isForeign` is true. */
function resultOf(response: ApiResponse) {
  const { status, body, retryAfter } = response;
  const meaning = classifyResponse(status, body);
  const result: SendResult = {
    ...(meaning === "answered" && { receipts: body.receipts }),
    problem: meaning === "refused" ? (body as Problem) : null,
    retryAfter,
  };
  const isClear = meaning === "intermediary";
  return { result, isClear, isForeign: isClear || meaning === "unclear" };
}

/** Creates the function that sends batches of the outbox. */
export function createSender(
  client: Pick<ApiClient, "post" | "isAnswered">,
): (batch: readonly OutboxEntry[]) => Promise<SendResult> {
  /** The delivery that was last refused on the way, and how often in a row. */
  let last = { id: "", refusals: 0 };

  return async (batch) => {
    const { visitor, delivery } = batch[0] as OutboxEntry; // a batch is never empty, and all of it is from one visitor
    const { id } = delivery;
    const content = { deliveries: batch.map(({ delivery }) => delivery) };
    const post = (content: object) => client.post(visitor, PATH, content);

    /**
     * Finds out whether a batch without a readable answer is refused on the way: then something answers it, although
     * the page may not read what (CORS), and the server answers an empty batch at the same address. Otherwise there is
     * no network, or it asks to log in first (captive portal).
     */
    async function examine(response: ApiResponse): Promise<SendResult> {
      const { result } = resultOf(response);
      let refusal = response;
      if (!response.status) {
        if (!(await client.isAnswered(visitor, PATH, content))) return result;
        refusal = await post(content); // the network may have been back in time for that request
        const again = resultOf(refusal);
        if (!again.isForeign) return again.result;
      }
      const empty = resultOf(await post({ deliveries: [] }));
      return empty.result.problem ? refusalOf(refusal) : result;
    }

    const response = await post(content);
    const { result, isClear, isForeign } = resultOf(response);
    last = { id, refusals: isForeign ? (id === last.id ? last.refusals : 0) + 1 : 0 };
    // one of several may be the reason, or their size: the outbox sends them one by one
    if (isClear && batch.length > 1) return refusalOf(response);
    if (!isForeign || last.refusals % MAX_REFUSALS) return result;
    if (batch.length > 1) last.refusals = MAX_REFUSALS - 1; // sent alone next, it is examined at once
    return isClear ? refusalOf(response) : examine(response);
  };
}
