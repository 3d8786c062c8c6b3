import { stringify } from "csv-stringify/sync";
import { escapeCell } from "../../../shared/rules/escape-cell.ts";

/** Spreadsheets need it to recognise UTF-8. It is written before the first row. */
export const BYTE_ORDER_MARK = "\ufeff";

/**
 * Formats rows as CSV. Every text is in quotation marks and escaped, so that no spreadsheet runs a part of it as a formula
 * (R19).
 */
export function formatCsv(rows: readonly (readonly string[])[], delimiter = ","): string {
  return stringify(
    rows.map((cells) => cells.map(escapeCell)),
    { delimiter, quoted: true },
  );
}
