import { analyse } from "chardet";
import { CsvFileError } from "./csv-error.ts";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** The first bytes of other file formats, in hexadecimal, and their names. */
const SIGNATURES: readonly (readonly [bytes: string, name: string])[] = [
  ["504b0304", "an Excel workbook (.xlsx) or a zip archive"],
  ["504b0506", "a zip archive"],
  ["d0cf11e0a1b11ae1", "an old Excel workbook (.xls)"],
  ["255044462d", "a PDF"],
  ["1f8b", "a compressed file (.gz)"],
  ["377abcaf271c", "a compressed file (.7z)"],
  ["526172211a07", "a compressed file (.rar)"],
  ["7b5c727466", "a text document (.rtf)"],
  ["89504e47", "a picture"],
  ["ffd8ff", "a picture"],
];

/** Multi-byte encodings. chardet recognises them reliably, unlike single-byte ones. */
const MULTI_BYTE = /^(Shift_JIS|Big5|EUC-JP|EUC-KR|GB18030|ISO-2022)/;
/** chardet's confidence, of 100. */
const MIN_CONFIDENCE = 50;

/**
 * Rejects files of other formats by their first bytes.
 *
 * @throws CsvFileError `csv_empty`, `csv_not_text`
 */
export function rejectKnownFormats(head: Buffer): void {
  if (head.length === 0) throw new CsvFileError("csv_empty", 1);
  const hex = head.subarray(0, 8).toString("hex");
  const known = SIGNATURES.find(([bytes]) => hex.startsWith(bytes));
  if (known) throw new CsvFileError("csv_not_text", 1, known[1]);
}

/** @returns the encoding of the byte order mark, and the mark's length in bytes; null: there is no mark */
export function findByteOrderMark(head: Buffer): { encoding: Encoding; length: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", length: 2 };
  return null;
}

/**
 * Detects UTF-16 without a byte order mark: in every table, line breaks, delimiters and Latin letters have a zero as
 * every other byte.
 */
export function detectUtf16(head: Buffer): Encoding | null {
  let [even, odd] = [0, 0];
  for (let index = 0; index < head.length; index++) {
    if (head[index] !== 0) continue;
    if (index % 2) odd++;
    else even++;
  }
  const enough = Math.max(2, head.length / 10);
  if (odd > enough && even < odd / 10) return "utf-16le";
  if (even > enough && odd < even / 10) return "utf-16be";
  return null;
}

/**
 * Detects the encoding of bytes that are not all ASCII.
 *
 * @param isUtf8 whether they are valid UTF-8
 * @param line the line where they begin, for the error
 * @throws CsvFileError `csv_alphabet` for an encoding that Foyer does not read
 */
export function detectEncoding(bytes: Buffer, isUtf8: boolean, line: number): Encoding {
  if (isUtf8 || isBrokenUtf8(bytes)) return "utf-8";
  const [best] = analyse(bytes);
  if (best && best.confidence >= MIN_CONFIDENCE && MULTI_BYTE.test(best.name))
    throw new CsvFileError("csv_alphabet", line, best.name);
  if (isNonLatin(bytes))
    throw new CsvFileError("csv_alphabet", line, "an old encoding of a non-Latin alphabet");
  return "windows-1252";
}

/** Whether the bytes are UTF-8 with a few invalid ones. An error is better than reading them in another encoding. */
function isBrokenUtf8(bytes: Buffer): boolean {
  const nonAscii = bytes.toString().match(/[^\0-\x7f]/gu) ?? [];
  const invalid = nonAscii.filter((character) => character === "\ufffd").length;
  return nonAscii.length > 2 * invalid;
}

/**
 * Whether the bytes are a single-byte encoding of another alphabet. Western languages hardly ever have three accented
 * letters in a row; Cyrillic, Greek, Hebrew and Arabic have them in nearly every word.
 */
function isNonLatin(bytes: Buffer): boolean {
  let [runs, longRuns, length] = [0, 0, 0];
  for (const byte of bytes) {
    if (byte >= 0xc0) {
      length++;
      continue;
    }
    if (length) runs++;
    if (length > 2) longRuns++;
    length = 0;
  }
  return longRuns > 2 && longRuns > runs / 3;
}
