import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import type { Encoding } from "../../../shared/read-options.ts";
import { CsvFileError } from "./csv-error.ts";

/** The names of the encodings in error messages, where they differ from the standard's. */
const DISPLAY_NAMES: Readonly<Partial<Record<Encoding, string>>> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16",
  shift_jis: "Shift_JIS",
  macintosh: "Mac OS Roman",
};

/** Converts a text to UTF-8, chunk by chunk. */
export interface Utf8Decoder {
  /**
   * @param line the line where the chunk begins, for errors
   * @throws CsvFileError `csv_encoding`, `csv_binary`
   */
  push(bytes: Buffer, line: number): Buffer;
  /** Returns the bytes that are left. @throws CsvFileError as `push` */
  end(line: number): Buffer;
}

export function createUtf8Decoder(encoding: Encoding): Utf8Decoder {
  const decode = createDecode(encoding);
  return {
    push: (bytes, line) => rejectNul(decode(bytes, false, line), line),
    end: (line) => decode(Buffer.alloc(0), true, line),
  };
}

type Decode = (bytes: Buffer, isEnd: boolean, line: number) => Buffer;

function createDecode(encoding: Encoding): Decode {
  if (encoding === "utf-8") return utf8Decode();
  if (encoding === "utf-16le" || encoding === "utf-16be") return utf16Decode(encoding);
  return legacyDecode(encoding);
}

/** @param before the valid text before the error */
function encodingError(encoding: Encoding, line: number, before: Buffer, cause?: unknown): CsvFileError {
  const name = DISPLAY_NAMES[encoding] ?? `${encoding.charAt(0).toUpperCase()}${encoding.slice(1)}`;
  return new CsvFileError("csv_encoding", line + countLineBreaks(before), name, cause);
}

/** Encodings of one to four bytes a character, by tables. ASCII is the same in all of them. */
function legacyDecode(encoding: Encoding): Decode {
  const decoder = iconv.getDecoder(encoding);
  return (bytes, isEnd, line) => {
    const text = isEnd ? (decoder.end() ?? "") : decoder.write(bytes);
    const invalid = text.indexOf("\ufffd");
    if (invalid >= 0) throw encodingError(encoding, line, Buffer.from(text.slice(0, invalid)));
    return Buffer.from(text);
  };
}

/** Validates UTF-8 and returns the same bytes. */
function utf8Decode(): Decode {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes, isEnd, line) => {
    const all = rest.length ? Buffer.concat([rest, bytes]) : bytes;
    const length = all.length - (isEnd ? 0 : incompleteTailLength(all));
    const complete = all.subarray(0, length);
    if (!isUtf8(complete)) throw encodingError("utf-8", line, validPrefix(complete));
    rest = Buffer.from(all.subarray(length));
    return complete;
  };
}

function utf16Decode(encoding: "utf-16le" | "utf-16be"): Decode {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return (bytes, isEnd, line) => {
    try {
      return Buffer.from(decoder.decode(bytes, { stream: !isEnd }));
    } catch (cause) {
      const text = new TextDecoder(encoding).decode(bytes);
      const before = Buffer.from(text.slice(0, Math.max(0, text.indexOf("\ufffd"))));
      throw encodingError(encoding, line, before, cause);
    }
  };
}

/** The number of bytes at the end that begin a UTF-8 character which the next chunk may complete. */
export function incompleteTailLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

/** The bytes before the first invalid UTF-8, found by bisection. */
function validPrefix(bytes: Buffer): Buffer {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const part = bytes.subarray(0, middle);
    if (isUtf8(part.subarray(0, middle - incompleteTailLength(part)))) good = middle;
    else bad = middle;
  }
  return bytes.subarray(0, good);
}

function rejectNul(text: Buffer, line: number): Buffer {
  const at = text.indexOf(0);
  if (at >= 0) throw new CsvFileError("csv_binary", line + countLineBreaks(text.subarray(0, at)));
  return text;
}

/** The number of line breaks in a text: \n, \r\n or \r. */
export function countLineBreaks(text: Buffer): number {
  return text.toString("latin1").match(/\r\n?|\n/g)?.length ?? 0;
}
