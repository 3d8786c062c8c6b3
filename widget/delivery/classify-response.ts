import { isRetriable } from "../../shared/rules/retry.ts";

/** The meaning of an answer to a request (R22). */
export type ResponseMeaning =
  /** The server has handled the request. */
  | "answered"
  /** The server refuses it, finally. */
  | "refused"
  /** It may succeed later. */
  | "retry"
  /** A firewall or a proxy refuses it: the answer is not the server's. */
  | "intermediary"
  /** A firewall, or a page before the network is open (captive portal): the answer alone does not tell. */
  | "unclear";

/** 5xx of a proxy that will not pass the request later either. */
const FINAL_FAILURES = [501, 505];

/**
 * @param status 0: there was no answer, or one that the page may not read
 * @param body the fields of its JSON document; none if it is no JSON
 */
export function classifyResponse(
  status: number,
  body: { readonly type?: unknown; readonly receipts?: unknown; readonly token?: unknown },
): ResponseMeaning {
  if (body.receipts || body.token) return "answered";
  if (String(body.type).startsWith("urn:foyer:problem:")) return isRetriable(status) ? "retry" : "refused";
  if (FINAL_FAILURES.includes(status)) return "intermediary";
  if (status >= 500 || (status && isRetriable(status))) return "retry";
  return status >= 400 ? "intermediary" : "unclear";
}
