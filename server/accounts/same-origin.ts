import type { MiddlewareHandler } from "hono";
import { ApiError } from "../platform/http/api-error.ts";

/**
 * Protects against cross-site request forgery: a request that changes something must come from this server's own pages,
 * as JSON. With SameSite cookies, no other site can act in an agent's name.
 *
 * Browsers send the origin of a request. Programs may omit it: they do not send an agent's cookies by accident.
 *
 * @param publicUrl the public address of the server, if known
 * @param streamedPaths the paths with other bodies than JSON. They require PUT or a custom header, neither of which another
 *   site can send without a preflight
 */
export function sameOrigin(publicUrl: string | null, streamedPaths: RegExp): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== "GET" && c.req.method !== "HEAD") {
      const header = (name: string) => c.req.header(name);
      const host = header("host") ?? new URL(c.req.url).host;
      const isOwn =
        isOwnOrigin(header("origin"), host, publicUrl) &&
        ["same-origin", undefined].includes(header("sec-fetch-site"));
      const isRaw =
        streamedPaths.test(c.req.path) && (c.req.method === "PUT" || header("x-foyer-name") !== undefined);
      if (!isOwn || !(isRaw || isJson(header("content-type"), header("content-length"))))
        throw new ApiError("origin_not_allowed", {
          detail: "A change must come from the dashboard itself, as JSON.",
        });
    }
    await next();
  };
}

/** Whether a request comes from this server's own pages, or from no page. */
export function isOwnOrigin(
  origin: string | undefined,
  host: string | undefined,
  publicUrl: string | null,
): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin).host;
  return from === host || (publicUrl !== null && from === new URL(publicUrl).host);
}

/** Whether a body is JSON or empty. */
function isJson(type: string | undefined, length: string | undefined): boolean {
  return type === undefined ? !Number(length ?? 0) : /^application\/json\s*(;|$)/i.test(type);
}
