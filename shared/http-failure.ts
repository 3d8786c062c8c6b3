/**
 * Why a request to an address that an owner typed has failed. `unreachable`: nobody listens there, or no route leads there;
 * `tls`: no certificate that is valid for the host; `redirect`: the answer names another address, which is not followed;
 * `http_status`: an answer whose status is not 2xx.
 */
export const HTTP_FAILURES = [
  "bad_address",
  "dns",
  "private_address",
  "unreachable",
  "connect_timeout",
  "tls",
  "answer_timeout",
  "connection_lost",
  "malformed_answer",
  "redirect",
  "http_status",
] as const;

export type HttpFailureCode = (typeof HTTP_FAILURES)[number];
