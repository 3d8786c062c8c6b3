import type { MiddlewareHandler } from "hono";
import { ApiError } from "../platform/http/api-error.ts";

/**
 * Lets through only what the dashboard itself may have sent: a request that changes something must come from this
 * server's own pages, as JSON. Together with SameSite cookies no other site can act in an agent's name.
 *
 * Browsers say where a request comes from; programs that say nothing carry no agent's cookies by accident.
 *
 * @param publicUrl how the outside reaches the server, if it is known
 * @param rawBodies the paths that take something else than JSON: with PUT, or with a name of their own in a header,
 *   neither of which another site can send unasked
 */
export function sameOrigin(publicUrl: string | null, rawBodies: RegExp): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== "GET" && c.req.method !== "HEAD") {
      const header = (name: string) => c.req.header(name);
      const host = header("host") ?? new URL(c.req.url).host;
      const fromHere =
        isFromHere(header("origin"), host, publicUrl) &&
        ["same-origin", undefined].includes(header("sec-fetch-site"));
      const isRaw =
        rawBodies.test(c.req.path) && (c.req.method === "PUT" || header("x-foyer-name") !== undefined);
      if (!fromHere || !(isRaw || isJson(header("content-type"), header("content-length"))))
        throw new ApiError("origin_not_allowed", {
          detail: "What changes something must come from the dashboard itself, as JSON.",
        });
    }
    await next();
  };
}

/** Whether a request comes from this server's own pages, or from no page at all. */
export function isFromHere(
  origin: string | undefined,
  host: string | undefined,
  publicUrl: string | null,
): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin).host;
  return from === host || (publicUrl !== null && from === new URL(publicUrl).host);
}

/** JSON, or nothing at all. */
function isJson(type: string | undefined, length: string | undefined): boolean {
  return type === undefined ? !Number(length ?? 0) : /^application\/json\s*(;|$)/i.test(type);
}
