import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { routePath } from "hono/route";
import type { Logger } from "pino";
import * as z from "zod/mini";
import type { Fault, Problem } from "../../../shared/error.ts";
import { replaceLoneSurrogates } from "../replace-lone-surrogates.ts";
import { ApiError, toApiError } from "./api-error.ts";

/** An escaped surrogate: the only form in which a lone surrogate can occur in JSON. */
const SURROGATE = /\\u[dD][89a-fA-F]/;

/**
 * Reads a JSON body, whatever its content type (the widget sends text/plain, which needs no preflight). Lone surrogates,
 * which no database can store, are replaced: stored and received texts must compare as equal.
 *
 * @throws ApiError `malformed_json`
 */
export async function readJson(c: Context): Promise<unknown> {
  const text = await c.req.text();
  try {
    const whole = (_: string, part: unknown) =>
      typeof part === "string" ? replaceLoneSurrogates(part) : part;
    return JSON.parse(text, SURROGATE.test(text) ? whole : undefined);
  } catch (error) {
    throw new ApiError("malformed_json", { cause: error });
  }
}

/** The issues of a schema as faults, each with its path. */
export function faultsOf(error: z.core.$ZodError): Fault[] {
  return error.issues.slice(0, 50).map((issue) => ({
    path: issue.path.map(String).join("."),
    code: issue.code,
    message: issue.message || "is not as it must be",
  }));
}

/**
 * Parses a value with a schema.
 *
 * @throws ApiError `invalid_request`
 */
export function parse<S extends z.ZodMiniType>(schema: S, value: unknown): z.infer<S> {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  throw new ApiError("invalid_request", { faults: faultsOf(parsed.error) });
}

/** Parses a JSON body with a schema. @throws ApiError `malformed_json`, `invalid_request` */
export async function readBody<S extends z.ZodMiniType>(c: Context, schema: S): Promise<z.infer<S>> {
  return parse(schema, await readJson(c));
}

/** A problem document as a response (RFC 9457). */
export function problemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...headers, "Content-Type": "application/problem+json", "Cache-Control": "no-store" },
  });
}

/** Answers errors with problem documents, and logs those that are the server's fault. */
export function answerError(log: Logger) {
  return (error: Error, c: Context): Response => {
    if (error instanceof HTTPException && error.status === 413)
      return problemResponse(new ApiError("payload_too_large").problem);
    const failure = toApiError(error);
    if (failure.problem.status >= 500)
      // the route and not the URL, which contains link tokens and visitor IDs
      log.error(
        {
          err: failure.cause ?? failure,
          method: c.req.method,
          route: routePath(c),
          request: c.get("requestId"),
        },
        failure.problem.code,
      );
    // headers set before the failure (CORS above all) must reach the client, or the page cannot read the problem
    const headers = Object.fromEntries([...c.res.headers].filter(([name]) => name !== "content-type"));
    return problemResponse(failure.problem, { ...headers, ...failure.headers });
  };
}
