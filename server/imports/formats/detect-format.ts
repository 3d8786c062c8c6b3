import type { FileFormat } from "../../../shared/read-options.ts";
import { CsvFileError } from "../csv/csv-error.ts";

/** The first bytes of other file formats, in hexadecimal, and their names. */
const SIGNATURES: readonly (readonly [bytes: string, name: string])[] = [
  ["d0cf11e0a1b11ae1", "an old Excel workbook (.xls)"],
  ["255044462d", "a PDF"],
  ["1f8b", "a damaged compressed file (.gz)"],
  ["377abcaf271c", "a compressed file (.7z)"],
  ["526172211a07", "a compressed file (.rar)"],
  ["7b5c727466", "a text document (.rtf)"],
  ["89504e47", "a picture"],
  ["ffd8ff", "a picture"],
];

/**
 * Recognises the format of a file by its first bytes. Archives and texts have to be looked into.
 *
 * @throws CsvFileError `csv_empty`, `csv_not_text`
 */
export function detectFormat(head: Buffer): "zip" | "text" {
  if (head.length === 0) throw new CsvFileError("csv_empty", 1);
  const hex = head.subarray(0, 8).toString("hex");
  if (/^504b0[35]0[46]/.test(hex)) return "zip";
  const known = SIGNATURES.find(([bytes]) => hex.startsWith(bytes));
  if (known) throw new CsvFileError("csv_not_text", 1, known[1]);
  return "text";
}

/**
 * Recognises the format of a text by how it begins.
 *
 * @throws CsvFileError `csv_html` for a web page without a table
 */
export function detectTextFormat(text: string): Extract<FileFormat, "csv" | "html" | "json" | "vcard"> {
  const start = text.slice(0, 1_000).trimStart();
  if (/^begin:vcard\s/i.test(start)) return "vcard";
  if (/^<(!doctype html|html|head|body|table|meta|style)\b/i.test(start)) {
    if (!/<table\b/i.test(text)) throw new CsvFileError("csv_html", 1);
    return "html";
  }
  return /^(\[\s*\{|\{\s*")/.test(start) ? "json" : "csv";
}
