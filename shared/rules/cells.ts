/**
 * What spreadsheets run as a formula when a cell begins with it; behind apostrophes too, so that taking one away gives
 * back what was there. A plain phone is none (R19).
 */
const FORMULA = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const PHONE = /^\+\d+$/;

/** A cell as it is exported: what a spreadsheet would run gets the apostrophe that makes it text (R19). */
export function escapeCell(text: string): string {
  return FORMULA.test(text) && !PHONE.test(text) ? `'${text}` : text;
}

/** A cell as it was meant: without the apostrophe that keeps a spreadsheet from running it. */
export function unescapeCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
