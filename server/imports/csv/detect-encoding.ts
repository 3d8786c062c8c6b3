import { analyse } from "chardet";
import { CsvFileError } from "./csv-error.ts";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** What other programs' files begin with, and what to call them. */
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

/** Encodings of several bytes a letter, which are told apart safely; those of one byte are not. */
const MULTI_BYTE = /^(Shift_JIS|Big5|EUC-JP|EUC-KR|GB18030|ISO-2022)/;
const MIN_CONFIDENCE = 50;

/**
 * Refuses what is no text at all, by its first bytes.
 *
 * @throws CsvFault `csv_empty`, `csv_not_text`
 */
export function rejectKnownFormats(head: Buffer): void {
  if (head.length === 0) throw new CsvFileError("csv_empty", 1);
  const hex = head.subarray(0, 8).toString("hex");
  const known = SIGNATURES.find(([bytes]) => hex.startsWith(bytes));
  if (known) throw new CsvFileError("csv_not_text", 1, known[1]);
}

/** The encoding that a byte order mark names, with the mark's length; null without one. */
export function findByteOrderMark(head: Buffer): { encoding: Encoding; length: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", length: 2 };
  return null;
}

/** UTF-16 without a mark: in any table, every other byte of line breaks, separators and Latin letters is 0. */
export function detectUtf16(head: Buffer): Encoding | null {
  let [even, odd] = [0, 0];
  for (let at = 0; at < head.length; at++) {
    if (head[at] !== 0) continue;
    if (at % 2) odd++;
    else even++;
  }
  const enough = Math.max(2, head.length / 10);
  if (odd > enough && even < odd / 10) return "utf-16le";
  if (even > enough && odd < even / 10) return "utf-16be";
  return null;
}

/**
 * The encoding of bytes among which some are not ASCII.
 *
 * @param isUtf8 whether all of them are valid UTF-8
 * @param line where they begin, for the fault
 * @throws CsvFault `csv_alphabet` for an encoding that is none of those that are read
 */
export function detectEncoding(bytes: Buffer, isUtf8: boolean, line: number): Encoding {
  if (isUtf8 || isBrokenUtf8(bytes)) return "utf-8";
  const [best] = analyse(bytes);
  if (best && best.confidence >= MIN_CONFIDENCE && MULTI_BYTE.test(best.name))
    throw new CsvFileError("csv_alphabet", line, best.name);
  if (isNonLatin(bytes))
    throw new CsvFileError("csv_alphabet", line, "an old encoding of another alphabet than the Latin one");
  return "windows-1252";
}

/** UTF-8 with a few bytes broken: better told than read as something else. */
function isBrokenUtf8(bytes: Buffer): boolean {
  const special = bytes.toString().match(/[^\0-\x7f]/gu) ?? [];
  const broken = special.filter((letter) => letter === "\ufffd").length;
  return special.length > 2 * broken;
}

/** Western languages hardly ever put three accented letters in a row; Cyrillic, Greek, Hebrew and Arabic do in each word. */
function isNonLatin(bytes: Buffer): boolean {
  let [runs, long, length] = [0, 0, 0];
  for (const byte of bytes) {
    if (byte >= 0xc0) {
      length++;
      continue;
    }
    if (length) runs++;
    if (length > 2) long++;
    length = 0;
  }
  return long > 2 && long > runs / 3;
}
