import type { DeliveryReceipts } from "../shared/delivery.ts";
import type { Problem } from "../shared/error.ts";
import { isRetriable } from "../shared/rules/retry.ts";
import type { VisitReceipt } from "../shared/visitor.ts";
import { toJson } from "./json.ts";
import type { Outcome } from "./outbox.ts";
import type { Entry } from "./outbox-store.ts";
import { proofOf, type VisitorRecord } from "./record.ts";
import type { VisitorKeeper } from "./visitor.ts";

/** Browsers let 64 KB of requests outlive their page (Fetch standard, "keepalive"). */
const KEEPALIVE = 60_000;
/** How long a request may hang, ms; the visit's only so long, for a further one costs nothing. */
const PATIENCE = 30_000;
const VISIT_PATIENCE = 3_000;

type Body = Partial<VisitReceipt & DeliveryReceipts & Problem>;

/** An answer, or its absence: status 0. */
interface Reply {
  readonly status: number;
  readonly body: Body;
  readonly after: string | null;
}

const NO_REPLY: Reply = { status: 0, body: {}, after: null };

/** Reads an answer. What is not JSON comes from something between us and the server, and counts as no answer. */
async function read(request: Promise<Response | undefined> | undefined): Promise<Reply> {
  try {
    const response = await request;
    if (!response) return NO_REPLY;
    return {
      status: response.status,
      body: await response.json(),
      after: response.headers.get("Retry-After"),
    };
  } catch {
    return NO_REPLY; // the network failed: the outbox tries again
  }
}

/** What a reply without the wanted content means for the batch (R22). */
function judge({ status, body, after }: Reply): Outcome {
  return isRetriable(status) || !body.code
    ? { is: "later", after }
    : { is: "refused", problem: body as Problem };
}

export interface SenderParts {
  /** `https://chat.example.com/w/PROPERTY` */
  readonly at: string;
  readonly signal: AbortSignal;
  readonly fetch: typeof fetch;
  /** The visitor of this browser. */
  readonly keeper: VisitorKeeper;
  /** The answer to this page's own visit, so that it is not registered twice. */
  visited(): Promise<Response | undefined> | undefined;
  /** Calls back after so many ms; returns how to call it off. */
  after(ms: number, job: () => void): () => void;
  /** A keeper for a visitor who was forgotten by "Not you?" while deliveries still waited. */
  former(visitor: VisitorRecord): VisitorKeeper;
}

/** Sends batches of the outbox; a lost or expired token is renewed by the visitor's proof. */
export function createSender(parts: SenderParts): (batch: readonly Entry[]) => Promise<Outcome> {
  const { at, signal, keeper } = parts;
  const tokens = new Map<string, string>();
  let seen: Promise<Response | undefined> | undefined;

  /** What comes of a request in time. One that hangs, as on a line that was cut, counts as no answer. */
  function within(ms: number, request: Promise<Response | undefined>): Promise<Reply> {
    return new Promise((resolve) => {
      const callOff = parts.after(ms, () => resolve(NO_REPLY));
      read(request).then((reply) => {
        callOff();
        resolve(reply);
      });
    });
  }

  async function authorize(visitor: VisitorRecord): Promise<Reply> {
    const proof = proofOf(visitor);
    const token = tokens.get(proof);
    if (token) return { status: 200, body: { token }, after: null };
    const current = proofOf(keeper.issue()) === proof;
    const visited = current && parts.visited() !== seen ? parts.visited() : undefined;
    seen = visited ?? seen;
    let reply = visited ? await within(VISIT_PATIENCE, visited) : NO_REPLY;
    if (!reply.body.token)
      reply = await within(PATIENCE, (current ? keeper : parts.former(visitor)).visit(signal));
    if (reply.body.token) tokens.set(proof, reply.body.token);
    return reply;
  }

  async function post(token: string, batch: readonly Entry[]): Promise<Reply> {
    const body = toJson({ token, deliveries: batch.map(({ delivery }) => delivery) });
    const keepalive = new Blob([body]).size <= KEEPALIVE;
    const stop = new AbortController();
    const giveUp = () => stop.abort();
    const callOff = parts.after(PATIENCE, giveUp);
    signal.addEventListener("abort", giveUp);
    const reply = await read(
      parts.fetch(`${at}/deliveries`, { method: "POST", body, keepalive, signal: stop.signal }),
    );
    callOff();
    signal.removeEventListener("abort", giveUp);
    return reply;
  }

  return async (batch) => {
    const visitor = (batch[0] as Entry).visitor; // a batch is never empty, and of one visitor
    for (let tries = 0; tries < 2; tries++) {
      const granted = await authorize(visitor);
      if (!granted.body.token) return judge(granted);
      const reply = await post(granted.body.token, batch);
      if (reply.body.receipts) return { is: "answered", receipts: reply.body.receipts };
      if (reply.status !== 401) return judge(reply);
      tokens.delete(proofOf(visitor));
    }
    return { is: "later", after: null };
  };
}
