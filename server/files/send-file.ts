import type { Context } from "hono";
import type { Deps } from "../deps.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { ByteRange } from "../platform/storage/store.ts";
import { sentType } from "./file-kinds.ts";
import { disposition } from "./file-name.ts";
import type { FileRow } from "./store.ts";

/**
 * Prevents that a browser executes the bytes: no type other than the given one, and a sandbox that may load nothing.
 */
export const SANDBOX_HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "sandbox; default-src 'none'",
} as const;

/** A visitor's browser keeps a file for a day only: the bytes of an ID never change, but a message may be retracted. */
const VISITOR_CACHE = "private, max-age=86400, immutable";
/** An agent's browser keeps no file of a customer, because it may be shared and the session ends (R38). */
const AGENT_CACHE = "private, no-store";

/**
 * Answers with a file, or with the requested range of it.
 *
 * @param how inline: pictures are displayed; all other files are downloads
 * @throws ApiError `not_found`, `storage_unavailable`
 */
export async function sendFile(
  c: Context,
  { files }: Pick<Deps, "files">,
  file: FileRow,
  how: { inline: boolean; resourcePolicy: "same-origin" | "cross-origin" },
): Promise<Response> {
  const isShown = how.inline && file.width !== null;
  const range = readRange(c.req.header("range"), file.size);
  const length = range ? range.last - range.first + 1 : file.size;
  const headers = {
    ...SANDBOX_HEADERS,
    "Content-Type": sentType(file.type),
    "Content-Length": String(length),
    "Content-Disposition": disposition(isShown ? "inline" : "attachment", file.name),
    "Cross-Origin-Resource-Policy": how.resourcePolicy,
    "Cache-Control": how.resourcePolicy === "same-origin" ? AGENT_CACHE : VISITOR_CACHE,
    "Accept-Ranges": "bytes",
    ...(range && { "Content-Range": `bytes ${range.first}-${range.last}/${file.size}` }),
  };
  const status = range ? 206 : 200;
  return sendBytes(c, await files.get(`${file.property_id}/${file.id}`, range), status, headers);
}

/**
 * Answers with bytes of the file store.
 *
 * @throws ApiError `not_found` if `bytes` is null
 */
export async function sendBytes(
  c: Context,
  bytes: ReadableStream<Uint8Array> | null,
  status: 200 | 206,
  headers: Record<string, string>,
): Promise<Response> {
  if (!bytes) throw new ApiError("not_found");
  if (c.req.method !== "HEAD") return c.body(bytes, status, headers);
  await bytes.cancel(); // unread, the file would stay open
  return c.body(null, status, headers);
}

/** Reads a Range header with one range; other headers are ignored, as RFC 9110 (section 14.2) allows. */
export function readRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, from = "", to = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (!from && !to) return undefined;
  const first = from ? Number(from) : Math.max(0, size - Number(to));
  const last = from && to ? Math.min(Number(to), size - 1) : size - 1;
  return first <= last ? { first, last } : undefined;
}
