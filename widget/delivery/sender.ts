import type { DeliveryReceipts } from "../../shared/delivery.ts";
import type { Problem } from "../../shared/error.ts";
import type { VisitorChanges } from "../../shared/live.ts";
import { isRetriable } from "../../shared/rules/retry.ts";
import type { VisitReceipt } from "../../shared/visitor.ts";
import type { VisitorKeeper } from "../embed/visitor.ts";
import { proofOf, type VisitorRecord } from "../embed/visitor-record.ts";
import { toJson } from "./json.ts";
import type { Outcome } from "./outbox.ts";
import type { Entry } from "./outbox-store.ts";

/** Browsers let 64 KB of requests outlive their page (Fetch standard, "keepalive"): so many characters of any script. */
const KEEPALIVE = 20_000;
/** How long a request may hang, ms; the visit's only so long, for a further one costs nothing. */
const PATIENCE = 30_000;
const VISIT_PATIENCE = 3_000;
/** A file may take its time. */
const FILE_PATIENCE = 600_000;

type Body = Partial<VisitReceipt & DeliveryReceipts & Problem & VisitorChanges>;

/** An answer, or its absence: status 0. */
export interface Reply {
  readonly status: number;
  readonly body: Body;
  /** The content of a file. */
  readonly blob?: Blob;
  readonly after: string | null;
}

const NO_REPLY: Reply = { status: 0, body: {}, after: null };

/** Reads an answer. What is not JSON comes from something between us and the server, and counts as no answer. */
async function read(request: Promise<Response | undefined> | undefined, isFile = false): Promise<Reply> {
  try {
    const response = await request;
    if (!response) return NO_REPLY;
    const { status, headers } = response;
    const after = headers.get("Retry-After");
    return isFile && response.ok
      ? { status, body: {}, blob: await response.blob(), after }
      : { status, body: await response.json(), after };
  } catch {
    return NO_REPLY; // the network failed: the outbox tries again
  }
}

/** The panel reads the same answer, and a body can be read only once. */
const copyOf = (response?: Response) => response?.clone();

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
}

/** Requests in the name of a visitor. */
export interface Access {
  /** The visitor's token, in the reply's body; renewed by their proof if there is none. */
  authorize(visitor: VisitorRecord): Promise<Reply>;
  /** The server does not take the token any more. */
  lost(visitor: VisitorRecord): void;
  /**
   * Does a request, once more if the token was no longer good.
   *
   * @param path below the property's address
   * @param make the request, with a token
   */
  request(
    visitor: VisitorRecord,
    path: string,
    make: (token: string) => RequestInit,
    isFile?: boolean,
  ): Promise<Reply>;
  /** Posts a JSON document with the token in it. */
  post(visitor: VisitorRecord, path: string, content: object, isFile?: boolean): Promise<Reply>;
}

/** Opens the way to the server; a lost or expired token is renewed by the visitor's proof. */
export function openAccess(parts: SenderParts): Access {
  const { at, signal, keeper } = parts;
  const grants = new Map<string, Promise<Reply>>();
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

  async function grant(visitor: VisitorRecord): Promise<Reply> {
    const current = proofOf(keeper.issue()) === proofOf(visitor);
    const visited = current && parts.visited() !== seen ? parts.visited() : undefined;
    seen = visited ?? seen;
    const reply = visited ? await within(VISIT_PATIENCE, visited.then(copyOf)) : NO_REPLY;
    return reply.body.token
      ? reply
      : within(PATIENCE, current ? keeper.visit(signal) : keeper.visit(signal, 0, visitor));
  }

  async function authorize(visitor: VisitorRecord): Promise<Reply> {
    const proof = proofOf(visitor);
    const granted = grants.get(proof) ?? grant(visitor);
    grants.set(proof, granted);
    const reply = await granted;
    if (!reply.body.token) grants.delete(proof);
    return reply;
  }

  const lost = (visitor: VisitorRecord) => void grants.delete(proofOf(visitor));

  async function once(path: string, init: RequestInit, isFile?: boolean): Promise<Reply> {
    const stop = new AbortController();
    const giveUp = () => stop.abort();
    const callOff = parts.after(isFile ? FILE_PATIENCE : PATIENCE, giveUp);
    signal.addEventListener("abort", giveUp, stop); // until it is over, one way or the other
    const reply = await read(parts.fetch(at + path, { ...init, signal: stop.signal }), isFile);
    callOff();
    giveUp();
    return reply;
  }

  const request: Access["request"] = async (visitor, path, make, isFile) => {
    for (let tries = 0; ; tries++) {
      const granted = await authorize(visitor);
      const { token } = granted.body;
      if (!token) return granted;
      const reply = await once(path, make(token), isFile);
      if (reply.status !== 401) return reply;
      lost(visitor);
      if (tries) return reply;
    }
  };

  const post: Access["post"] = (visitor, path, content, isFile) =>
    request(
      visitor,
      path,
      (token) => {
        const body = toJson({ token, ...content });
        return { method: "POST", body, keepalive: body.length <= KEEPALIVE };
      },
      isFile,
    );

  return { authorize, lost, request, post };
}

/** Sends batches of the outbox. */
export function createSender({ post }: Pick<Access, "post">): (batch: readonly Entry[]) => Promise<Outcome> {
  return async (batch) => {
    const { visitor } = batch[0] as Entry; // a batch is never empty, and of one visitor
    const content = { deliveries: batch.map(({ delivery }) => delivery) };
    const { status, body, after } = await post(visitor, "/deliveries", content);
    const isFinal = body.code && !isRetriable(status); // R22
    return { receipts: body.receipts, problem: isFinal ? (body as Problem) : null, after };
  };
}
