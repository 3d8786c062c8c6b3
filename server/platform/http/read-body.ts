import type { Context } from "hono";
import * as z from "zod/mini";
import type { Fault } from "../../../shared/error.ts";
import { replaceLoneSurrogates } from "../replace-lone-surrogates.ts";
import { ApiError } from "./api-error.ts";

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
    const wellFormed = (_: string, value: unknown) =>
      typeof value === "string" ? replaceLoneSurrogates(value) : value;
    return JSON.parse(text, SURROGATE.test(text) ? wellFormed : undefined);
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
