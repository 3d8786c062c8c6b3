import * as z from "zod/mini";
import { Problem } from "../../../shared/error.ts";
import { wellFormed } from "../../../shared/rules/well-formed.ts";
import { ApiError } from "./api-error.ts";
import { apiAddress, type Method, type OutputOf, type PathOf, type RequestOf } from "./api-routes.ts";
import { queryString } from "./query-string.ts";
import type { Upload } from "./upload.ts";

export interface ClientDeps {
  readonly fetch: typeof fetch;
  readonly upload: Upload;
  /** Called after every request; `reached`: whether the server answered. */
  readonly onReach: (reached: boolean) => void;
  /** Called when a request is refused because nobody is signed in. */
  readonly onSignedOut: () => void;
  /** Called when the agent may do less than this page believes: of a property, or before two-factor authentication is set up. */
  readonly onAccessLost: () => void;
}

/** A file that is sent as it is, with its progress. */
export interface SentFile {
  readonly body: Blob;
  readonly name?: string;
  /** 0 up to 1. */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** A request without its types. */
interface AnyRequest {
  readonly param?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | null | undefined>>;
  readonly json?: unknown;
}

/** The answer of a route that has nothing to say. */
export const NoContent = z.null();

/** Without an answer for so many milliseconds, the server counts as unreachable. */
const TIMEOUT = 20_000;

/** A gateway answers these while the server behind it is away; they carry no problem document. */
const GATEWAY_STATUS = new Set([502, 503, 504]);

/** The errors after which the session is loaded again. */
const ACCESS_LOST: ReadonlySet<string> = new Set(["property_unknown", "two_factor_setup_needed"]);

/** Parses JSON; null for an empty text, undefined for one that is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text || "null");
  } catch {
    return undefined;
  }
}

async function readError(response: Pick<Response, "status" | "text">): Promise<ApiError> {
  const text = await response.text().catch(() => ""); // an answer that was cut off has only its status
  const parsed = z.safeParse(Problem, parseJson(text));
  // a newer server may answer with a code that this page does not know; its text is shown all the same
  if (parsed.success) return new ApiError(parsed.data as Problem);
  return new ApiError(codeOfProxy(response.status));
}

/** The meaning of an answer without a problem document: Foyer sends one with every failure, so a proxy has answered. */
function codeOfProxy(status: number) {
  if (GATEWAY_STATUS.has(status)) return "unreachable";
  return status === 413 ? "too_large_for_proxy" : "refused_by_proxy";
}

function parseAnswer<S extends z.ZodMiniType>(schema: S, text: string): z.infer<S> {
  const parsed = z.safeParse(schema, parseJson(text));
  if (!parsed.success)
    throw new ApiError(/^\s*</.test(text) ? "refused_by_proxy" : "unreadable", parsed.error);
  return parsed.data;
}

const addressOf = (path: string, { param = {}, query = {} }: AnyRequest) =>
  apiAddress(path, param) + queryString(query);

/**
 * The one way to the agents' API. Requests are typed by the server's routes, answers are parsed with the shared
 * schemas, path parameters are encoded.
 *
 * @throws ApiError from every call: with the server's problem document, or one of the codes of this page
 */
export function createClient(deps: ClientDeps) {
  async function checkAnswer(response: Pick<Response, "ok" | "status" | "text">): Promise<void> {
    if (response.ok) return deps.onReach(true);
    const error = await readError(response);
    deps.onReach(error.code !== "unreachable");
    if (error.code === "sign_in_required") deps.onSignedOut();
    if (ACCESS_LOST.has(error.code)) deps.onAccessLost();
    throw error;
  }

  async function send(method: Method, path: string, request: AnyRequest): Promise<Response> {
    const body = request.json !== undefined && {
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(request.json),
    };
    const sent = deps.fetch(addressOf(path, request), {
      method,
      ...body,
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const response = await sent.catch((cause: unknown) => {
      deps.onReach(false);
      throw new ApiError("unreachable", cause);
    });
    await checkAnswer(response);
    return response;
  }

  return {
    /** Sends a request and parses its JSON answer; `NoContent` is the schema of an empty one. */
    async call<S extends z.ZodMiniType, M extends Method, const P extends PathOf<M>>(
      schema: S,
      method: M,
      path: P,
      request: RequestOf<M, P> & AnswerFits<S, M, P>,
    ): Promise<z.infer<S>> {
      return parseAnswer(schema, await (await send(method, path, request)).text());
    },

    /** Sends a request that is answered with a file. */
    async download<const P extends PathOf<"POST">>(path: P, request: RequestOf<"POST", P>): Promise<Blob> {
      return (await send("POST", path, request)).blob();
    },

    /** Sends a file; a signal that ends it says nothing about whether the server can be reached. */
    async upload<S extends z.ZodMiniType, M extends "POST" | "PUT", const P extends PathOf<M>>(
      schema: S,
      method: M,
      path: P,
      request: RequestOf<M, P>,
      { body, name, onProgress, signal }: SentFile,
    ): Promise<z.infer<S>> {
      const headers = {
        "Content-Type": body.type || "application/octet-stream",
        ...(name !== undefined && { "X-Foyer-Name": encodeURIComponent(wellFormed(name)) }),
      };
      const url = addressOf(path, request);
      const sent = deps.upload({ url, method, headers, body, onProgress, signal });
      const { status, text } = await sent.catch((cause: unknown) => {
        if (!signal.aborted) deps.onReach(false);
        throw new ApiError("unreachable", cause);
      });
      await checkAnswer({ ok: status >= 200 && status < 300, status, text: async () => text });
      return parseAnswer(schema, text);
    },
  } as const;
}

/** An error at compile time if the schema does not take what the route answers. */
type AnswerFits<S extends z.ZodMiniType, M extends Method, P> =
  OutputOf<M, P> extends z.input<S> ? unknown : { "the schema does not fit the route": OutputOf<M, P> };

export type Client = ReturnType<typeof createClient>;
