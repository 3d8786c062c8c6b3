import type { Context } from "hono";
import type { Deps } from "../deps.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { ByteRange } from "../platform/storage/store.ts";
import { disposition } from "./file-name.ts";
import type { FileRow } from "./store.ts";

/**
 * Whatever the bytes are, they run nowhere: shown as the type that they are or not at all, in a sandbox that may load
 * nothing.
 */
export const HARMLESS = {
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "sandbox; default-src 'none'",
} as const;

/** A day: bytes under an ID never change, but they may be taken back. */
const PRIVATE_CACHE = "private, max-age=86400, immutable";

/**
 * Answers with a file, or the part of it that was asked for.
 *
 * @param how pictures may be shown in place; everything else is saved
 * @throws Failure `not_found`, `storage_unavailable`
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
    ...HARMLESS,
    "Content-Type": file.type,
    "Content-Length": String(length),
    "Content-Disposition": disposition(isShown ? "inline" : "attachment", file.name),
    "Cross-Origin-Resource-Policy": how.resourcePolicy,
    "Cache-Control": PRIVATE_CACHE,
    "Accept-Ranges": "bytes",
    ...(range && { "Content-Range": `bytes ${range.first}-${range.last}/${file.size}` }),
  };
  const status = range ? 206 : 200;
  return sendBytes(c, await files.get(`${file.property_id}/${file.id}`, range), status, headers);
}

/**
 * Answers with bytes of the store.
 *
 * @throws Failure `not_found` if there are none
 */
export async function sendBytes(
  c: Context,
  bytes: ReadableStream<Uint8Array> | null,
  status: 200 | 206,
  headers: Record<string, string>,
): Promise<Response> {
  if (!bytes) throw new ApiError("not_found");
  if (c.req.method !== "HEAD") return c.body(bytes, status, headers);
  await bytes.cancel(); // nobody will read them, and an open file stays open
  return c.body(null, status, headers);
}

/** One range of bytes; anything else is answered with the whole, as RFC 9110 (section 14.2) allows. */
export function readRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, from = "", to = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (!from && !to) return undefined;
  const first = from ? Number(from) : Math.max(0, size - Number(to));
  const last = from && to ? Math.min(Number(to), size - 1) : size - 1;
  return first <= last ? { first, last } : undefined;
}
