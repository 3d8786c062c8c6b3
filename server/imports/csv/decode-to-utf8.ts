import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import { CsvFileError } from "./csv-error.ts";
import { detectEncoding, type Encoding } from "./detect-encoding.ts";

/** The names of the encodings in error messages. */
const DISPLAY_NAMES: Readonly<Record<Encoding, string>> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16",
  "windows-1252": "Windows-1252",
};

/** The five bytes that Windows-1252 does not define. */
const UNDEFINED_1252 = /[\x81\x8d\x8f\x90\x9d]/;

/** Converts a text to UTF-8, chunk by chunk. */
export interface Utf8Decoder {
  /** UTF-8 as long as all bytes were ASCII. */
  readonly encoding: Encoding;
  /**
   * @param line the line where the chunk begins, for errors
   * @throws CsvFileError `csv_encoding`, `csv_alphabet`, `csv_binary`
   */
  push(bytes: Buffer, line: number): Buffer;
  /** Returns the bytes that are left. @throws CsvFileError as `push` */
  end(line: number): Buffer;
}

/** @param known the encoding; null: it is detected from the first chunk that is not all ASCII */
export function createUtf8Decoder(known: Encoding | null): Utf8Decoder {
  let encoding = known;
  let decode = known && createDecode(known);
  return {
    get encoding() {
      return encoding ?? "utf-8";
    },
    push(bytes, line) {
      if (!decode) {
        if (isAscii(bytes)) return rejectNul(bytes, line);
        const complete = bytes.subarray(0, bytes.length - incompleteTailLength(bytes));
        encoding = detectEncoding(bytes, isUtf8(complete), line);
        decode = createDecode(encoding);
      }
      return rejectNul(decode(bytes, false, line), line);
    },
    end: (line) => (decode ? decode(Buffer.alloc(0), true, line) : Buffer.alloc(0)),
  };
}

type Decode = (bytes: Buffer, isEnd: boolean, line: number) => Buffer;

function createDecode(encoding: Encoding): Decode {
  if (encoding === "utf-8") return utf8Decode();
  if (encoding === "windows-1252") return windows1252Decode;
  return utf16Decode(encoding);
}

/** @param before the valid text before the error */
function encodingError(encoding: Encoding, line: number, before: Buffer, cause?: unknown): CsvFileError {
  return new CsvFileError("csv_encoding", line + countLineBreaks(before), DISPLAY_NAMES[encoding], cause);
}

function windows1252Decode(bytes: Buffer, _isEnd: boolean, line: number): Buffer {
  const invalid = UNDEFINED_1252.exec(bytes.toString("latin1"));
  if (invalid) throw encodingError("windows-1252", line, bytes.subarray(0, invalid.index));
  return Buffer.from(iconv.decode(bytes, "windows-1252"));
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
function incompleteTailLength(bytes: Buffer): number {
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

function isAscii(bytes: Buffer): boolean {
  // the regular expression engine is faster than a loop over the bytes
  return !/[^\0-\x7f]/.test(bytes.toString("latin1"));
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
