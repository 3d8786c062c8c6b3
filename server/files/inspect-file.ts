import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { ApiError } from "../platform/http/api-error.ts";
import { type FileKind, kindOf, TEXT } from "./file-kinds.ts";
import { type PictureSize, pictureSize } from "./picture-size.ts";

export interface Inspected {
  readonly kind: FileKind;
  /** Null: not a picture that is displayed. */
  readonly picture: PictureSize | null;
}

/** Bytes that are read to find a picture's size, which follows the camera's metadata. */
const HEAD = 512 * 1024;

/** Byte order marks of UTF-16, which `file-type` would take for MP3. */
const UTF_16 = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/**
 * Determines the type of a file from its content. The name is ignored.
 *
 * @throws ApiError `file_type_refused`
 */
export async function inspectFile(path: string): Promise<Inspected> {
  const head = await headOf(path);
  if (UTF_16.some((mark) => head.subarray(0, 2).equals(mark))) throw new ApiError("file_type_refused");
  // the library is large, so it is loaded with the first file
  const { fileTypeFromFile } = await import("file-type");
  const found = await fileTypeFromFile(path).catch((cause: unknown) => {
    // a malformed file that breaks the parser
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

/** The beginning of markup, or of a script with an interpreter line. */
const EXECUTABLE = /^(<[a-z!?/]|#!)/i;

/** A text file is valid UTF-8 without NUL, and does not begin like markup or a script. */
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
  return EXECUTABLE.test(beginning) ? undefined : TEXT;
}
