import { Readable } from "node:stream";
import busboy from "busboy";
import type { Context } from "hono";
import { wellFormed } from "../../shared/rules/well-formed.ts";
import { ApiError } from "../platform/http/api-error.ts";

/** More values than any form has, with those of its several choices. */
const MAX_VALUES = 200;
/** Bytes of a value: more than the longest text may have. What is cut off is too long anyway. */
const MAX_VALUE = 160_000;
const MAX_NAME = 100;

/** The values of a posted form by the names of their fields, in order. Files are ignored. */
export type PostedValues = ReadonlyMap<string, readonly string[]>;

/**
 * Reads the body of a form as browsers post it without a script: urlencoded, or of several parts.
 *
 * @throws ApiError `body_type_unsupported`, `invalid_request` if it cannot be read
 */
export async function readPostedForm(c: Context): Promise<PostedValues> {
  const type = c.req.header("content-type") ?? "";
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type))
    throw new ApiError("body_type_unsupported");
  const body = Buffer.from(await c.req.arrayBuffer());
  const values = new Map<string, string[]>();
  try {
    const limits = { fields: MAX_VALUES, parts: MAX_VALUES, fieldSize: MAX_VALUE, fieldNameSize: MAX_NAME };
    const parser = busboy({ headers: { "content-type": type }, limits });
    parser.on("field", (name, value) => {
      const text = wellFormed(value);
      const earlier = values.get(name);
      if (earlier) earlier.push(text);
      else values.set(name, [text]);
    });
    parser.on("file", (_, stream) => stream.resume());
    const ended = new Promise<void>((resolve, reject) => {
      parser.once("error", reject);
      parser.once("close", resolve);
    });
    Readable.from([body]).pipe(parser);
    await ended;
  } catch (cause) {
    throw new ApiError("invalid_request", { cause });
  }
  return values;
}
