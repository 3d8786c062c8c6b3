import type { HttpClient, HttpOutcome } from "../../platform/http-client/http-client.ts";

/** A request to a push service (RFC 8030). */
export interface PushRequest {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The answer of a push service. */
export interface PushAnswer {
  readonly status: number;
  /** The header Retry-After, if there is one. */
  readonly retryAfter: string | null;
}

export type PushClient = (request: PushRequest) => Promise<HttpOutcome>;

/** Makes the client of push services. The address comes from a browser, so anybody who signs in may name any: only https is allowed. */
export const createPushClient =
  (post: HttpClient): PushClient =>
  async ({ endpoint: address, headers, body }) =>
    address.startsWith("https:")
      ? post({ address, headers, body })
      : { kind: "unanswered", code: "bad_address" };
