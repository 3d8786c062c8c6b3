import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { ApiError } from "./api-error.ts";

/**
 * Refuses bodies over a size. With Content-Length, the header is sufficient: Node reads no more than that, and Hono's
 * own limit would build a web Request to look at the body. Chunked bodies are counted.
 *
 * @param maxSize bytes
 * @param others the paths with a limit of their own
 */
export function limitBody(maxSize: number, others: RegExp): MiddlewareHandler {
  const counted = bodyLimit({ maxSize });
  return (c, next) => {
    if (others.test(c.req.path)) return next();
    const length = c.req.header("content-length");
    if (length === undefined) return c.req.header("transfer-encoding") ? counted(c, next) : next();
    if (Number(length) > maxSize) throw new ApiError("payload_too_large");
    return next();
  };
}
