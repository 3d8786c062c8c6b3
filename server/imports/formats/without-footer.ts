import { looksLikeData } from "../columns/cell-kinds.ts";
import type { CsvRow } from "../csv/row-parser.ts";

/** Lines that programs write below a table. */
const FOOTER =
  /^(©|\*{2,}|-{2,}|confidential|copyright|generated|exported|printed|created (by|on)|report|filtered|total|sum|count|rows?:|end of|page \d|seite \d|stand:|erstellt|exportiert|gesamt|summe|anzahl|vertraulich|generado|exporté|généré|total[ei]?\b|generato|итого|всего|合計|总计)/i;
/** Columns of a table in which two cells are no person. */
const MIN_WIDE = 5;
/** Rows at the end that can be the footer. */
const MAX_FOOTER = 20;

/**
 * Leaves out the footer: the last rows if each has a text in the first cell only, and the first of them begins as
 * programs write footers, or comes after a blank line; after a blank line, a row of a wide table may also have two cells.
 *
 * @param batches rows with a cell for each column
 */
export async function* withoutFooter(
  batches: AsyncIterable<readonly CsvRow[]>,
  columns: number,
): AsyncGenerator<readonly CsvRow[], void, undefined> {
  let pending: CsvRow[] = [];
  let before: CsvRow | null = null;
  for await (const batch of batches) {
    const rows: CsvRow[] = [];
    for (const row of batch) {
      const mayBeFooter: boolean =
        columns > 1 &&
        (isText(row)
          ? pending.length > 0 || beginsFooter(row, before)
          : columns >= MIN_WIDE && isShort(row) && (pending.length > 0 || isAfterBlankLine(row, before)));
      before = row;
      if (mayBeFooter && pending.length < MAX_FOOTER) {
        pending.push(row);
        continue;
      }
      rows.push(...pending, row);
      pending = [];
    }
    if (rows.length) yield rows;
  }
}

/** @param before the row before it */
function beginsFooter(row: CsvRow, before: CsvRow | null): boolean {
  return isAfterBlankLine(row, before) || FOOTER.test(row.cells[0]?.trim() ?? "");
}

function isAfterBlankLine(row: CsvRow, before: CsvRow | null): boolean {
  return before !== null && row.line > before.line + lineBreaksIn(before) + 1;
}

/** Whether a row has at most two texts, and nothing that identifies a person. */
function isShort({ cells }: CsvRow): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  return filled.length <= 2 && !filled.some(looksLikeData);
}

/** Whether only the first cell has a text, which is no e-mail, phone or number. */
function isText({ cells }: CsvRow): boolean {
  const [first = "", ...rest] = cells;
  return rest.every((cell) => cell.trim() === "") && /\p{L}/u.test(first) && !looksLikeData(first);
}

function lineBreaksIn({ cells }: CsvRow): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n?|\n/g)?.length ?? 0), 0);
}
