import type { MiddlewareHandler } from "hono";
import { ApiError } from "../platform/http/api-error.ts";
import { describeForeignPage, isOwnPage, requestOrigin } from "../platform/http/own-origin.ts";

/**
 * Protects against cross-site request forgery: a request that changes something must come from this server's own pages,
 * as JSON. With SameSite cookies, no other site can act in an agent's name.
 *
 * @param publicUrl the public address of the server, if known
 * @param streamedPaths the paths with other bodies than JSON. They require PUT or a custom header, neither of which another
 *   site can send without a preflight
 */
export function sameOrigin(publicUrl: string | null, streamedPaths: RegExp): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== "GET" && c.req.method !== "HEAD") {
      const header = (name: string) => c.req.header(name);
      const from = requestOrigin(header);
      // programs may omit the origin: they do not send an agent's cookies by accident
      const isOwn =
        (from.origin === undefined || isOwnPage(from, publicUrl)) &&
        ["same-origin", undefined].includes(from.site);
      const isRaw =
        streamedPaths.test(c.req.path) && (c.req.method === "PUT" || header("x-foyer-name") !== undefined);
      if (!isOwn) throw new ApiError("origin_not_allowed", { detail: describeForeignPage(from, publicUrl) });
      if (!isRaw && !isJson(header("content-type"), header("content-length")))
        throw new ApiError("origin_not_allowed", { detail: "A change must be sent as JSON." });
    }
    await next();
  };
}

/** Whether a body is JSON or empty. */
function isJson(type: string | undefined, length: string | undefined): boolean {
  return type === undefined ? !Number(length ?? 0) : /^application\/json\s*(;|$)/i.test(type);
}
