import type { FileFormat } from "../../../shared/read-options.ts";
import { CsvFileError } from "../csv/csv-error.ts";

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

/**
 * Recognises the format of a file by its first bytes.
 *
 * @throws CsvFileError `csv_empty`, `csv_not_text`, `csv_html`
 */
export function detectFormat(head: Buffer): FileFormat {
  if (head.length === 0) throw new CsvFileError("csv_empty", 1);
  const hex = head.subarray(0, 8).toString("hex");
  const known = SIGNATURES.find(([bytes]) => hex.startsWith(bytes));
  if (known) throw new CsvFileError("csv_not_text", 1, known[1]);
  if (/^\s*<(!doctype html|html|head|body)\b/i.test(head.toString("latin1", 0, 1_000)))
    throw new CsvFileError("csv_html", 1);
  return "csv";
}
