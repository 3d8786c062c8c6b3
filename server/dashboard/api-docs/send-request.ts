import type { ApiRequest } from "./request.ts";

/** The headers of an answer that say something to a reader, in the order in which they are shown. */
const SHOWN_HEADERS = [
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "ETag",
  "Idempotent-Replayed",
  "Content-Type",
];

/** The longest body that is shown, characters: a page with more of it becomes slow. */
const MAX_SHOWN = 200_000;

/** Longer than any operation takes, ms. */
const TIMEOUT = 60_000;

/** The answer to a request that was sent from the page. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** JSON is indented. */
  readonly body: string;
  readonly isCut: boolean;
  /** From the request to the end of the body, ms. */
  readonly duration: number;
}

/**
 * Sends a request to this server, without cookies: only the key counts.
 *
 * @param base the path of the API on this server
 * @throws TypeError if there is no answer; DOMException `TimeoutError`
 */
export async function sendRequest(
  { method, path, headers, body }: ApiRequest,
  base: string,
): Promise<Answer> {
  const startedAt = performance.now();
  const response = await fetch(base + path, {
    method,
    headers,
    body,
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.timeout(TIMEOUT),
  });
  const text = indented(await response.text());
  return {
    status: response.status,
    headers: SHOWN_HEADERS.flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    }),
    body: text.slice(0, MAX_SHOWN),
    isCut: text.length > MAX_SHOWN,
    duration: Math.round(performance.now() - startedAt),
  };
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text; // an answer that is not JSON, of a proxy for example, is shown as it is
  }
}
