import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { routePath } from "hono/route";
import type { Logger } from "pino";
import type { Problem } from "../../../shared/error.ts";
import { ApiError, toApiError } from "./api-error.ts";
import { isCutOff } from "./cut-off.ts";

/** A problem document as a response (RFC 9457). */
function problemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...headers, "Content-Type": "application/problem+json", "Cache-Control": "no-store" },
  });
}

/**
 * Answers errors with problem documents, and logs those that are the server's fault. Whatever fails because the client
 * hung up in the middle of its request is no fault of the server: reading the body fails with the code of a lost
 * connection, as the database does.
 */
export function answerError(log: Logger) {
  return (error: Error, c: Context): Response => {
    const isTooLarge = error instanceof HTTPException && error.status === 413;
    const apiError = isTooLarge
      ? new ApiError("payload_too_large")
      : isCutOff(c)
        ? new ApiError("request_incomplete", { cause: error })
        : toApiError(error);
    if (apiError.problem.status >= 500)
      // the route and not the URL, which contains link tokens and visitor IDs
      log.error(
        {
          err: apiError.cause ?? apiError,
          method: c.req.method,
          route: routePath(c),
          request: c.get("requestId"),
        },
        apiError.problem.code,
      );
    // headers set before the error (CORS above all) must reach the client, or the page cannot read the problem
    const headers = Object.fromEntries([...c.res.headers].filter(([name]) => name !== "content-type"));
    return problemResponse(apiError.problem, { ...headers, ...apiError.headers });
  };
}
