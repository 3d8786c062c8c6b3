import type { MiddlewareHandler } from "hono";
import { describeRoute, resolver, uniqueSymbol } from "hono-openapi";
import type * as z from "zod/mini";
import { ERRORS, type ErrorCode } from "../../../shared/error.ts";
import { VisitorProblem } from "../../../shared/visitor-problem.ts";
import { ApiError } from "./api-error.ts";
import { parse, readJson } from "./read-body.ts";

type Schema = z.ZodMiniType;
/** The type of `c.req.valid(target)` in a handler, and of what a typed client must send. */
type Parsed<Target extends "json" | "query", S extends Schema> = {
  in: { [K in Target]: z.input<S> };
  out: { [K in Target]: z.output<S> };
};

/** Marks a middleware with its schema, for the API's description. */
function described<M extends MiddlewareHandler>(middleware: M, target: "json" | "query", schema: Schema): M {
  return Object.assign(middleware, { [uniqueSymbol]: { target, ...resolver(schema) } });
}

/**
 * Parses the JSON body of a route.
 *
 * @throws ApiError `malformed_json`, `invalid_request`
 */
export function json<S extends Schema>(schema: S) {
  return described(
    (async (c, next) => {
      const value = await readJson(c);
      refuseNul(value);
      c.req.addValidatedData("json", parse(schema, value) as object);
      await next();
      // biome-ignore lint/suspicious/noExplicitAny: any environment and path, as Hono's own validator has it
    }) as MiddlewareHandler<any, string, Parsed<"json", S>>,
    "json",
    schema,
  );
}

/**
 * Parses the query of a route. Of a parameter given twice, the first counts.
 *
 * @throws ApiError `invalid_request`
 */
export function query<S extends Schema>(schema: S) {
  return described(
    (async (c, next) => {
      const value = c.req.query();
      refuseNul(value);
      c.req.addValidatedData("query", parse(schema, value) as object);
      await next();
      // biome-ignore lint/suspicious/noExplicitAny: any environment and path, as Hono's own validator has it
    }) as MiddlewareHandler<any, string, Parsed<"query", S>>,
    "query",
    schema,
  );
}

/** A fault that is nested deeper is reported without its path. */
const MAX_PATH = 20;

/**
 * Refuses U+0000 in any text, which PostgreSQL cannot store.
 *
 * @throws ApiError `invalid_request`
 */
export function refuseNul(value: unknown): void {
  // no recursion: JSON may be nested deeper than the call stack
  const left: { part: unknown; path: readonly string[] | null }[] = [{ part: value, path: [] }];
  for (let next = left.pop(); next; next = left.pop()) {
    const { part, path } = next;
    if (typeof part === "string" && part.includes("\0"))
      throw new ApiError("invalid_request", {
        faults: [
          { path: (path ?? []).join("."), code: "nul", message: "must not contain the character U+0000" },
        ],
      });
    if (!part || typeof part !== "object") continue;
    for (const [key, one] of Object.entries(part)) {
      left.push({ part: one, path: path && path.length < MAX_PATH ? [...path, key] : null });
      left.push({ part: key, path });
    }
  }
}

/**
 * Describes a route in the API's description: its summary, its answer, and the errors that clients should handle.
 *
 * @param answer the schema of the answer; null: no content; bytes: a file
 * @param failures the codes of the errors
 */
export function endpoint(
  summary: string,
  answer: Schema | "bytes" | null,
  ...failures: ErrorCode[]
): MiddlewareHandler {
  const success = answer
    ? { 200: { description: "OK", content: contentOf(answer) } }
    : { 204: { description: "Done" } };
  const statuses = [...new Set(failures.map((code) => ERRORS[code][0]))];
  const problems = statuses.map((status) => [
    status,
    {
      description: failures.filter((code) => ERRORS[code][0] === status).join(", "),
      content: { "application/problem+json": { schema: resolver(VisitorProblem) } },
    },
  ]);
  return describeRoute({ summary, responses: { ...success, ...Object.fromEntries(problems) } });
}

function contentOf(answer: Schema | "bytes") {
  return answer === "bytes"
    ? { "*/*": { schema: { type: "string" as const, format: "binary" } } }
    : { "application/json": { schema: resolver(answer) } };
}
