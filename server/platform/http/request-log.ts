import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Logger } from "pino";

declare module "hono" {
  interface ContextVariableMap {
    /** The ID under which the request is logged; undefined if requests are not logged. */
    requestId: string | undefined;
  }
}

/** The header of the answer in which the ID of the request is found. */
const REQUEST_ID = "X-Request-Id";

/**
 * Logs each request at `debug`: its ID, method, route pattern, status and duration in ms. The address of the request is
 * not logged, because it contains tokens of links and visitor IDs (R24, R26); neither are headers or bodies.
 *
 * @returns null if the log's level hides these entries, so that requests do not pay for them
 */
export function logRequests(log: Logger): MiddlewareHandler | null {
  if (!log.isLevelEnabled("debug")) return null;
  let count = 0;
  return async (c, next) => {
    const id = `${process.pid.toString(36)}-${(++count).toString(36)}`;
    const startedAt = performance.now();
    c.set("requestId", id);
    await next();
    c.header(REQUEST_ID, id);
    log.debug(
      {
        request: id,
        method: c.req.method,
        route: routePath(c),
        status: c.res.status,
        ms: Math.round(performance.now() - startedAt),
      },
      "request",
    );
  };
}
