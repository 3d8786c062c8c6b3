/**
 * The beginnings of a cell that spreadsheets run as a formula (R19). Apostrophes before them match too, so that
 * `unescapeCell` reverses `escapeCell` for every text.
 */
const FORMULA = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const PHONE = /^\+\d+$/;

/** The exported form of a cell: a text that a spreadsheet would run gets an apostrophe first (R19). A plain phone does not. */
export function escapeCell(text: string): string {
  return FORMULA.test(text) && !PHONE.test(text) ? `'${text}` : text;
}

/** Removes the apostrophe that `escapeCell` adds. */
export function unescapeCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
