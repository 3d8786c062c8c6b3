import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { ApiError } from "../platform/http/api-error.ts";
import { type FileKind, kindOf, TEXT } from "./file-kinds.ts";
import { type PictureSize, pictureSize } from "./picture-size.ts";

export interface Inspected {
  readonly kind: FileKind;
  /** Null: not a picture that can be shown. */
  readonly picture: PictureSize | null;
}

/** Enough for the metadata that cameras put before a picture's size. */
const HEAD = 512 * 1024;

/** Text that would pass for sound. */
const UTF_16 = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/**
 * What a file is, by what is in it; what it is called plays no part.
 *
 * @throws Failure `file_type_refused`
 */
export async function inspectFile(path: string): Promise<Inspected> {
  const head = await headOf(path);
  if (UTF_16.some((mark) => head.subarray(0, 2).equals(mark))) throw new ApiError("file_type_refused");
  // many formats, many tables: loaded when the first file comes
  const { fileTypeFromFile } = await import("file-type");
  const found = await fileTypeFromFile(path).catch((cause: unknown) => {
    // made to break its reader
    throw new ApiError("file_type_refused", { cause });
  });
  const mime = found?.mime ?? "text/plain";
  const kind = mime.startsWith("text/") ? await textKind(path) : kindOf(mime);
  if (!kind) throw new ApiError("file_type_refused");
  return { kind, picture: kind.picture ? pictureSize(kind.type, head) : null };
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Markup, or a script that names its interpreter. */
const RUNS = /^(<[a-z!?/]|#!)/i;

/** Text is whole UTF-8 without NUL, and does not begin as something that would be run. */
async function textKind(path: string): Promise<FileKind | undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let beginning = "";
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      const text = decoder.decode(chunk, { stream: true });
      if (text.includes("\0")) return undefined;
      if (beginning.length < 2) beginning = (beginning + text).trimStart().slice(0, 2);
    }
    decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) return undefined; // not UTF-8
    throw error;
  }
  return RUNS.test(beginning) ? undefined : TEXT;
}
