import type { Context } from "hono";
import * as z from "zod/mini";
import type { Fault } from "../../../shared/error.ts";
import { wellFormed } from "../../../shared/rules/well-formed.ts";
import { ApiError } from "./api-error.ts";
import { measureJson } from "./measure-json.ts";

/** An escaped surrogate: the only form in which a lone surrogate can occur in JSON. */
const SURROGATE = /\\u[dD][89a-fA-F]/;

/** The bounds of a JSON text: a reader takes time and memory for each value (R37). */
export interface JsonLimits {
  /** Levels. Node writes and reads values recursively. */
  readonly depth: number;
  readonly values: number;
}

/** More levels than any schema has, and more values than any form, selection or batch. */
const SCHEMA_LIMITS: JsonLimits = { depth: 32, values: 6_000 };

/**
 * Reads a JSON body, whatever its content type (the widget sends text/plain, which needs no preflight).
 *
 * @param most the number of values that the body may have
 * @throws ApiError `malformed_json`, `invalid_request` if there are too many values, or too many inside each other
 */
export async function readJson(c: Context, most = SCHEMA_LIMITS.values): Promise<unknown> {
  return parseJson(await c.req.text(), { ...SCHEMA_LIMITS, values: most });
}

/**
 * Parses a JSON text. Lone surrogates, which no database can store, are replaced: stored and received texts must compare as
 * equal.
 *
 * @throws ApiError `malformed_json`, `invalid_request` if there are too many values, or too many inside each other
 */
export function parseJson(text: string, limits: JsonLimits): unknown {
  checkJsonSize(text, limits);
  try {
    const repair = (_: string, value: unknown) => (typeof value === "string" ? wellFormed(value) : value);
    return JSON.parse(text, SURROGATE.test(text) ? repair : undefined);
  } catch (error) {
    throw new ApiError("malformed_json", { cause: error });
  }
}

/** Refuses a JSON text whose values would take long to parse. @throws ApiError `invalid_request` */
function checkJsonSize(text: string, limits: JsonLimits): void {
  const { depth, values } = measureJson(text);
  const refuse = (code: string, message: string) =>
    new ApiError("invalid_request", { faults: [{ path: "", code, message }] });
  if (depth > limits.depth) throw refuse("too_deep", `has more than ${limits.depth} levels`);
  if (values > limits.values)
    throw refuse("too_many_values", `has more than ${limits.values.toLocaleString("en")} values`);
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
