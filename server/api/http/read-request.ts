import type { Context } from "hono";
import { browserName } from "../../accounts/browser-name.ts";
import { addressOf } from "../../platform/http/address.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { refuseNul } from "../../platform/http/endpoint.ts";
import { readJson } from "../../platform/http/read-body.ts";
import type { ApiEnv } from "./authenticate.ts";
import { Nothing, type Operation, type RawCall } from "./operation.ts";

/**
 * Reads a request for an operation, before its schemas parse it. The body of an operation without one is not read.
 *
 * @throws ApiError `malformed_json`, `invalid_request`
 */
export async function readRequest(
  c: Context<ApiEnv>,
  operation: Operation,
  trustedProxies: number,
): Promise<RawCall> {
  const body = operation.body === Nothing ? {} : await readJson(c, operation.largest?.values);
  const query = queryOf(c.req.url);
  for (const value of [body, query]) refuseUnsafe(value);
  return { ...readCaller(c, trustedProxies), param: (name) => c.req.param(name) ?? "", query, body };
}

/** Reads who makes a request: everything of it that is not its content. */
export function readCaller(
  c: Context<ApiEnv>,
  trustedProxies: number,
): Omit<RawCall, "param" | "query" | "body"> {
  const { key } = c.var;
  return {
    key,
    property: key.property,
    header: (name) => c.req.header(name),
    from: { address: addressOf(c, trustedProxies), browser: browserName(c.req.header("user-agent") ?? "") },
  };
}

/** The parameters of an address. Of one given twice, the first counts. */
function queryOf(address: string): Readonly<Record<string, string>> {
  const at = address.indexOf("?");
  return at < 0 ? {} : Object.fromEntries([...new URLSearchParams(address.slice(at))].reverse());
}

/** Refuses values that no operation may get: texts with U+0000, and the key `__proto__`. @throws ApiError `invalid_request` */
export function refuseUnsafe(value: unknown): void {
  refuseNul(value);
  refuseReservedKeys(value);
}

/** Refuses the key `__proto__` at any level. A schema of a record leaves it out without a word. */
function refuseReservedKeys(value: unknown): void {
  const left = [value];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next !== "object" || next === null) continue;
    if (Object.hasOwn(next, "__proto__"))
      throw new ApiError("invalid_request", {
        faults: [{ path: "__proto__", code: "unrecognized_keys", message: "is not a key that can be used" }],
      });
    left.push(...Object.values(next));
  }
}
