import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, stat } from "node:fs/promises";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { CsvFileError } from "../csv/csv-error.ts";
import { tooLarge } from "./read-bounded.ts";

/** The size that a compressed file may unpack to beside its own size times `MAX_RATIO`, bytes. */
const ALWAYS_ALLOWED = 64 * 1024 * 1024;
/** Tables are compressed to a tenth or a thirtieth; a file that is all the same, to a thousandth. */
const MAX_RATIO = 100;

/**
 * Unpacks a file that is compressed (.gz) in its place; any other file stays as it is.
 *
 * @param maxBytes what it may unpack to at most
 * @returns the file's size, bytes
 * @throws CsvFileError `csv_not_text` for a damaged file, `csv_too_large`
 */
export async function unpackGzip(path: string, maxBytes: number): Promise<number> {
  const { size } = await stat(path);
  if (!(await isGzip(path))) return size;
  const limit = Math.min(maxBytes, ALWAYS_ALLOWED + size * MAX_RATIO);
  const unpacked = `${path}.unpacked`;
  await pipeline(createReadStream(path), createGunzip(), limitTo(limit), createWriteStream(unpacked)).catch(
    (cause: unknown) => {
      const { code = "" } = cause as NodeJS.ErrnoException;
      if (code.startsWith("Z_") || code === "ERR_STREAM_PREMATURE_CLOSE")
        throw new CsvFileError("csv_not_text", 1, "a damaged compressed file (.gz)", cause);
      throw cause;
    },
  );
  await rename(unpacked, path);
  return (await stat(path)).size;
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

function limitTo(limit: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.length;
      done(size > limit ? tooLarge(limit) : null, chunk);
    },
  });
}
