import type { Context } from "hono";
import * as z from "zod/mini";
import type { Fault } from "../../../shared/error.ts";
import { wellFormed } from "../../../shared/rules/well-formed.ts";
import { ApiError } from "./api-error.ts";
import { measureJson } from "./measure-json.ts";

/** An escaped surrogate: the only form in which a lone surrogate can occur in JSON. */
const SURROGATE = /\\u[dD][89a-fA-F]/;

/**
 * Reads a JSON body, whatever its content type (the widget sends text/plain, which needs no preflight). Lone surrogates,
 * which no database can store, are replaced: stored and received texts must compare as equal.
 *
 * @param most the number of values that the body may have
 * @throws ApiError `malformed_json`, `invalid_request` if there are too many values, or too many inside each other
 */
export async function readJson(c: Context, most = MAX_VALUES): Promise<unknown> {
  const text = await c.req.text();
  checkJsonSize(text, most);
  try {
    const repair = (_: string, value: unknown) => (typeof value === "string" ? wellFormed(value) : value);
    return JSON.parse(text, SURROGATE.test(text) ? repair : undefined);
  } catch (error) {
    throw new ApiError("malformed_json", { cause: error });
  }
}

/** More levels than any schema has. Node writes and reads values recursively. */
const MAX_DEPTH = 32;
/** More values than any form, selection or batch has. A schema takes some microseconds for a value that it refuses (R37). */
const MAX_VALUES = 6_000;

/** Refuses a JSON text whose values would take long to parse. @throws ApiError `invalid_request` */
function checkJsonSize(text: string, most: number): void {
  const { depth, values } = measureJson(text);
  const refuse = (code: string, message: string) =>
    new ApiError("invalid_request", { faults: [{ path: "", code, message }] });
  if (depth > MAX_DEPTH) throw refuse("too_deep", `has more than ${MAX_DEPTH} levels`);
  if (values > most) throw refuse("too_many_values", `has more than ${most.toLocaleString("en")} values`);
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
