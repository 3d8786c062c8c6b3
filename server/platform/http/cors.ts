import type { Context, MiddlewareHandler } from "hono";

/** The headers that the widget itself sends. */
const OWN_HEADERS = "Authorization, Content-Type, Range, X-Foyer-Name";

/** A list of names of headers (RFC 9110, section 5.6.2), short enough to be sent back. */
const HEADER_NAMES = /^[\w!#$%&'*+.^`|~\-, ]{1,2000}$/;

/**
 * Lets pages of other sites read the answers, whatever becomes of the request: success, refusal, or error. Cookies are
 * not allowed, and each answer is for its own origin. Must run before everything that can refuse a request.
 */
export const allowOtherOrigins: MiddlewareHandler = (c, next) => {
  const origin = c.req.header("origin");
  c.header("Vary", "Origin");
  if (origin) c.header("Access-Control-Allow-Origin", origin);
  c.header("Access-Control-Expose-Headers", "Content-Disposition, Retry-After");
  c.header("Cross-Origin-Resource-Policy", "cross-origin");
  return next();
};

/**
 * Answers a preflight request (Fetch standard, "CORS-preflight request"). It allows whatever headers the request names:
 * sites add some to every request of their pages (CSRF tokens, tracing), and the server ignores those it does not know.
 */
export function answerPreflight(c: Context): Response {
  const requested = c.req.header("access-control-request-headers") ?? "";
  c.header("Vary", "Origin, Access-Control-Request-Headers");
  c.header("Access-Control-Allow-Methods", "GET, POST");
  c.header("Access-Control-Allow-Headers", HEADER_NAMES.test(requested) ? requested : OWN_HEADERS);
  c.header("Access-Control-Max-Age", "86400");
  return c.body(null, 204);
}
