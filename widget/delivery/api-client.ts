import type { DeliveryReceipts } from "../../shared/delivery.ts";
import type { Problem } from "../../shared/error.ts";
import type { VisitorChanges } from "../../shared/live.ts";
import type { VisitReceipt } from "../../shared/visitor.ts";
import type { VisitorStore } from "../embed/visitor.ts";
import { proofOf, type VisitorRecord } from "../embed/visitor-record.ts";
import type { CancelTimer } from "./cancel-timer.ts";
import { toJson } from "./json.ts";

/** The longest body of a keepalive request, in characters: browsers allow 64 KB (Fetch standard), in any script. */
const MAX_KEEPALIVE = 20_000;
/** How long a request may take, ms. */
const TIMEOUT = 30_000;
/** The time for this page's visit is shorter, because another one costs nothing. */
const VISIT_TIMEOUT = 3_000;
const FILE_TIMEOUT = 600_000;
/** How much of an answer that is not the server's is reported, in characters. */
const MAX_EXCERPT = 100;

type Body = Partial<VisitReceipt & DeliveryReceipts & Problem & VisitorChanges>;

/** An answer of the server. Status 0: there was none. */
export interface ApiResponse {
  readonly status: number;
  readonly body: Body;
  /** The content of a file. */
  readonly blob?: Blob;
  /** The Retry-After header. */
  readonly retryAfter: string | null;
  readonly contentType: string;
  /** The first characters of its text. */
  readonly excerpt: string;
}

const NO_RESPONSE: ApiResponse = { status: 0, body: {}, retryAfter: null, contentType: "", excerpt: "" };

/** The fields of a JSON document. What a proxy sends in place of the server's answer has none. */
function parse(text: string): Body {
  try {
    return { ...JSON.parse(text) };
  } catch {
    return {};
  }
}

/** Reads an answer. */
async function read(request: Promise<Response>, isFile = false): Promise<ApiResponse> {
  try {
    const response = await request;
    const { status, headers } = response;
    const retryAfter = headers.get("Retry-After");
    const contentType = headers.get("Content-Type") ?? "";
    if (isFile && response.ok)
      return { ...NO_RESPONSE, status, blob: await response.blob(), retryAfter, contentType };
    const text = await response.text();
    return { status, body: parse(text), retryAfter, contentType, excerpt: text.slice(0, MAX_EXCERPT) };
  } catch {
    return NO_RESPONSE; // the network failed: the outbox tries again
  }
}

export interface ApiClientOptions {
  /** `https://chat.example.com/w/PROPERTY` */
  readonly propertyUrl: string;
  readonly signal: AbortSignal;
  readonly fetch: typeof fetch;
  readonly visitors: VisitorStore;
  /** The answer to this page's visit, whose token saves another visit. */
  pageVisit(): Promise<Partial<VisitReceipt> | undefined> | undefined;
  /** Calls a job after so many ms. */
  after(ms: number, job: () => void): CancelTimer;
}

/** Requests in the name of a visitor. */
export interface ApiClient {
  /** Gets the visitor's token, in the answer's body. It is requested with the visitor's proof if there is none. */
  authorize(visitor: VisitorRecord): Promise<ApiResponse>;
  /** Drops a token that the server did not accept. */
  dropToken(visitor: VisitorRecord): void;
  /**
   * Sends a request, and once more if its token was not accepted.
   *
   * @param path below the property's address
   * @param makeRequest makes the request with a token
   */
  request(
    visitor: VisitorRecord,
    path: string,
    makeRequest: (token: string) => RequestInit,
    isFile?: boolean,
  ): Promise<ApiResponse>;
  /** Posts a JSON document together with the token. */
  post(visitor: VisitorRecord, path: string, content: object, isFile?: boolean): Promise<ApiResponse>;
  /** Sends the same without reading the answer. Resolves to whether there was one. */
  isAnswered(visitor: VisitorRecord, path: string, content: object): Promise<boolean>;
}

export function createApiClient(options: ApiClientOptions): ApiClient {
  const { propertyUrl, signal, visitors, after } = options;
  /** Answers with tokens, by the visitors' proofs. */
  const tokens = new Map<string, Promise<ApiResponse>>();
  let usedVisit: ReturnType<ApiClientOptions["pageVisit"]>;

  /** A promise that takes longer, as on a cut connection, resolves to undefined. */
  function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve) => {
      const cancel = after(ms, () => resolve(undefined));
      promise.then((value) => {
        cancel();
        resolve(value);
      });
    });
  }

  async function requestToken(visitor: VisitorRecord): Promise<ApiResponse> {
    const isCurrent = proofOf(visitors.issue()) === proofOf(visitor);
    const pageVisit = options.pageVisit();
    if (isCurrent && pageVisit && pageVisit !== usedVisit) {
      usedVisit = pageVisit;
      const body = await within(VISIT_TIMEOUT, pageVisit);
      if (body?.token) return { ...NO_RESPONSE, body };
    }
    const visit = read(isCurrent ? visitors.visit(signal) : visitors.visit(signal, 0, visitor));
    return (await within(TIMEOUT, visit)) ?? NO_RESPONSE;
  }

  async function authorize(visitor: VisitorRecord): Promise<ApiResponse> {
    const proof = proofOf(visitor);
    const requested = tokens.get(proof) ?? requestToken(visitor);
    tokens.set(proof, requested);
    const response = await requested;
    if (!response.body.token) tokens.delete(proof);
    return response;
  }

  const dropToken = (visitor: VisitorRecord) => void tokens.delete(proofOf(visitor));

  async function send(path: string, init: RequestInit, isFile?: boolean): Promise<ApiResponse> {
    const controller = new AbortController();
    const abort = () => controller.abort();
    const cancel = after(isFile ? FILE_TIMEOUT : TIMEOUT, abort);
    signal.addEventListener("abort", abort, controller);
    const response = await read(
      options.fetch(propertyUrl + path, { ...init, signal: controller.signal }),
      isFile,
    );
    cancel();
    abort(); // removes the listener
    return response;
  }

  const request: ApiClient["request"] = async (visitor, path, makeRequest, isFile) => {
    for (let tries = 0; ; tries++) {
      const authorized = await authorize(visitor);
      const { token } = authorized.body;
      if (!token) return authorized;
      const response = await send(path, makeRequest(token), isFile);
      if (response.status !== 401) return response;
      dropToken(visitor);
      if (tries) return response;
    }
  };

  const post: ApiClient["post"] = (visitor, path, content, isFile) =>
    request(
      visitor,
      path,
      (token) => {
        const body = toJson({ token, ...content });
        return { method: "POST", body, keepalive: body.length <= MAX_KEEPALIVE };
      },
      isFile,
    );

  /** Whether anything answers a request, although the page may not read the answer of a firewall (CORS). */
  const isAnswered: ApiClient["isAnswered"] = async (visitor, path, content) => {
    const { token } = (await authorize(visitor)).body;
    const body = toJson({ token, ...content });
    const answer = options.fetch(propertyUrl + path, { method: "POST", body, mode: "no-cors", signal });
    const hasAnswer = answer.then(
      () => true,
      () => false,
    );
    return (await within(TIMEOUT, hasAnswer)) ?? false;
  };

  return { authorize, dropToken, request, post, isAnswered };
}
