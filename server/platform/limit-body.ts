import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { Failure } from "./failure.ts";

/**
 * Refuses bodies over a size. Where the length is announced, the announcement is enough: Node reads no more than
 * that (and Hono's own limit would build a whole web Request to look at the body). Chunked bodies are counted.
 *
 * @param maxSize bytes
 */
export function limitBody(maxSize: number): MiddlewareHandler {
  const counted = bodyLimit({ maxSize });
  return (c, next) => {
    const length = c.req.header("content-length");
    if (length === undefined) return c.req.header("transfer-encoding") ? counted(c, next) : next();
    if (Number(length) > maxSize) throw new Failure("payload_too_large");
    return next();
  };
}
