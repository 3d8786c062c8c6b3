import { wellFormed } from "../../../shared/rules/well-formed.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { type JsonLimits, parseJson } from "../../platform/http/read-body.ts";

/** Bytes of a body. */
export const MAX_BODY_BYTES = 256 * 1024;
/** An order has some dozen values for each of its items. */
const JSON_LIMITS: JsonLimits = { depth: 32, values: 20_000 };
/** Fields of a form. */
const MAX_FIELDS = 1_000;

const isForm = (type: string) => type === "application/x-www-form-urlencoded";
const isJson = (type: string) => type === "" || /^(application|text)\/([\w.-]+\+)?json$/.test(type);

/**
 * Parses a body as JSON, or as a form, whose fields become the properties of an object; a field that is sent several times
 * becomes an array. Pure.
 *
 * @param contentType the header; empty: none, which is taken for JSON
 * @throws ApiError `body_type_unsupported`, `malformed_json`, `invalid_request` if there is too much in it
 */
export function parseBody(raw: Uint8Array, contentType: string): unknown {
  const type = mediaType(contentType);
  const text = new TextDecoder().decode(raw);
  if (isForm(type)) return parseForm(text);
  if (isJson(type)) return parseJson(text, JSON_LIMITS);
  throw new ApiError("body_type_unsupported");
}

const mediaType = (contentType: string): string => (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();

function parseForm(text: string): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  let count = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    if (++count > MAX_FIELDS)
      throw new ApiError("invalid_request", {
        faults: [
          {
            path: "",
            code: "too_many_values",
            message: `has more than ${MAX_FIELDS.toLocaleString("en")} fields`,
          },
        ],
      });
    const before = fields.get(name);
    const one = wellFormed(value);
    fields.set(name, before === undefined ? one : [before, one].flat());
  }
  return Object.fromEntries(fields);
}

/** Whether a body is the ping by which WooCommerce tries an address: the form `webhook_id=N`. Pure. */
export function isPing(raw: Uint8Array, contentType: string): boolean {
  const isShort = raw.byteLength < 100;
  return isShort && isForm(mediaType(contentType)) && /^webhook_id=\d+$/.test(new TextDecoder().decode(raw));
}
