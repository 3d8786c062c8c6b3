/** The signs that begin a formula in a spreadsheet, those of East Asian input among them: full-width and small forms. */
const SIGN = { bit: 1, pattern: /[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]/ };
/** The characters that a spreadsheet may pass over before such a sign: spaces, and what cannot be seen. */
const SKIPPED = { bit: 2, pattern: /['"\s\p{Cc}\p{DI}]/u };
/** The characters at which a spreadsheet may split a row, whatever the file was written with. */
const DELIMITER = { bit: 4, pattern: /[,;|\t\r\n]/ };
/** The bits of each UTF-16 code unit. Patterns that are tried at each character would cost too much. */
const CLASSES = Uint8Array.from({ length: 0x10000 }, (_, code) =>
  [SIGN, SKIPPED, DELIMITER].reduce(
    (bits, { bit, pattern }) => bits | (pattern.test(String.fromCharCode(code)) ? bit : 0),
    0,
  ),
);
const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;
/** A beginning that some spreadsheets drop. */
const DROPPED_START = /^'*[\t\r]/;
const PHONE = /^\+\d+$/;

/**
 * The exported form of a cell (R19): an apostrophe stands before each part of the text that a spreadsheet would run as a
 * formula, by whichever delimiter it splits the file. A plain phone gets none.
 */
export function escapeCell(text: string): string {
  if (PHONE.test(text)) return text;
  return changeAt(formulaStarts(text), text, (part) => `'${part}`);
}

/** Removes the apostrophes that `escapeCell` adds: for every text, it gives the text back. */
export function unescapeCell(cell: string): string {
  if (!cell.includes("'")) return cell;
  return changeAt(formulaStarts(cell), cell, (part) => (part.startsWith("'") ? part.slice(1) : part));
}

/**
 * Where the parts of a text begin that a spreadsheet would run: the same parts whether or not an apostrophe stands before
 * them already. Reads the text from its end, so that its cost grows with the length only.
 *
 * @returns indexes, the last first
 */
function formulaStarts(text: string): number[] {
  const starts: number[] = [];
  let leadsToFormula = false;
  for (let at = text.length - 1; at >= 0; at--) {
    const bits = CLASSES[text.charCodeAt(at)] ?? 0;
    if (!(bits & SKIPPED.bit)) leadsToFormula = (bits & SIGN.bit) > 0;
    if (leadsToFormula && startsPart(text, at)) starts.push(at);
  }
  if (!leadsToFormula && DROPPED_START.test(text)) starts.push(0);
  return starts;
}

function startsPart(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  const isInLineBreak = before === CARRIAGE_RETURN && text.charCodeAt(at) === LINE_FEED;
  return ((CLASSES[before] ?? 0) & DELIMITER.bit) > 0 && !isInLineBreak;
}

/** @param starts as `formulaStarts` returns them @param change applied to the text from each start to the next */
function changeAt(starts: readonly number[], text: string, change: (part: string) => string): string {
  if (!starts.length) return text;
  const parts: string[] = [];
  let end = text.length;
  for (const start of starts) {
    parts.push(change(text.slice(start, end)));
    end = start;
  }
  return text.slice(0, end) + parts.reverse().join("");
}
