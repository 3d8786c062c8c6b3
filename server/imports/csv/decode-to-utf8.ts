import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import { CsvFileError } from "./csv-error.ts";
import { detectEncoding, type Encoding } from "./detect-encoding.ts";

/** The names by which people know them. */
const DISPLAY_NAMES: Readonly<Record<Encoding, string>> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16",
  "windows-1252": "Windows-1252",
};

/** Five bytes mean nothing in Windows-1252. */
const UNDEFINED_1252 = /[\x81\x8d\x8f\x90\x9d]/;

/** Text as UTF-8, chunk by chunk, from whatever it is in. */
export interface Utf8Decoder {
  /** The encoding as far as it is known; UTF-8 as long as everything was ASCII, which is both. */
  readonly encoding: Encoding;
  /**
   * @param line the line that the chunk begins in, for faults
   * @throws CsvFault `csv_encoding`, `csv_alphabet`, `csv_binary`
   */
  push(bytes: Buffer, line: number): Buffer;
  /** What was kept back. @throws as push */
  end(line: number): Buffer;
}

/** @param known null: found out with the first bytes that are not ASCII */
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
        encoding = detectEncoding(
          bytes,
          isUtf8(bytes.subarray(0, bytes.length - incompleteTailLength(bytes))),
          line,
        );
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
  if (encoding === "windows-1252")
    return (bytes, _, line) => {
      const bad = UNDEFINED_1252.exec(bytes.toString("latin1"));
      if (bad)
        throw new CsvFileError(
          "csv_encoding",
          line + countLineBreaks(bytes.subarray(0, bad.index)),
          "Windows-1252",
        );
      return Buffer.from(iconv.decode(bytes, "windows-1252"));
    };
  return utf16Decode(encoding);
}

/** Passes UTF-8 on as it is, once it has been looked at. */
function utf8Decode(): Decode {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes, isEnd, line) => {
    const all = rest.length ? Buffer.concat([rest, bytes]) : bytes;
    const whole = all.length - (isEnd ? 0 : incompleteTailLength(all));
    const good = all.subarray(0, whole);
    if (!isUtf8(good))
      throw new CsvFileError(
        "csv_encoding",
        line + countLineBreaks(validPrefix(good)),
        DISPLAY_NAMES["utf-8"],
      );
    rest = Buffer.from(all.subarray(whole));
    return good;
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
      throw new CsvFileError("csv_encoding", line + countLineBreaks(before), DISPLAY_NAMES[encoding], cause);
    }
  };
}

/** How many bytes at the end begin a letter of UTF-8 that the next chunk may finish. */
function incompleteTailLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

/** The part before the first bytes that are not UTF-8. */
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
  // as long in UTF-16 code units as in bytes, and no byte stood for a letter above: looked for by the regex engine
  return !/[^\0-\x7f]/.test(bytes.toString("latin1"));
}

function rejectNul(text: Buffer, line: number): Buffer {
  const at = text.indexOf(0);
  if (at >= 0) throw new CsvFileError("csv_binary", line + countLineBreaks(text.subarray(0, at)));
  return text;
}

/** How many lines end in a text: with \n, \r\n or \r. */
export function countLineBreaks(text: Buffer): number {
  return text.toString("latin1").match(/\r\n?|\n/g)?.length ?? 0;
}
