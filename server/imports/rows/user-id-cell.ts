/**
 * A number as spreadsheets shorten it: one digit, and a capital E with a plus sign. `49018e16` and `1E5` are IDs as other
 * programs make them.
 */
const SHORTENED_ID = /^[+-]?\d(?:[.,]\d+)?E\+\d+$/;
/** The apostrophe by which programs keep a spreadsheet from reading an ID as a number. */
const TEXT_MARK = /^['’](?=\d)/;

/** Whether a spreadsheet has shortened an ID, so that its last digits are lost. Pure. */
export function isShortenedId(text: string): boolean {
  return SHORTENED_ID.test(text);
}

/** An ID of which a program shows only a part, so that many people have the same: `hane***`. */
const MASKED_ID = /\*{2,}|•{2,}/;

/** Whether a part of an ID is hidden. Pure. */
export function isMaskedId(text: string): boolean {
  return MASKED_ID.test(text);
}

/** The ID of a cell of another program's file, without the apostrophe in front of its digits. Pure. */
export function userIdText(cell: string): string {
  return cell.replace(TEXT_MARK, "");
}
