import type { Delimiter } from "../../../shared/read-options.ts";
import { CsvFileError } from "../csv/csv-error.ts";
import type { CsvRow } from "../csv/row-parser.ts";
import { joinSplitText } from "./join-split-text.ts";
import { withoutFooter } from "./without-footer.ts";

/** A table whose header has been read. */
export interface Table {
  /** If no row names the columns: line 0, and a blank cell for each column. */
  readonly header: CsvRow;
  /**
   * The rows below the header that are not blank, each with a cell for each column at least. Can be iterated once.
   *
   * @throws CsvFileError while it is iterated
   */
  readonly rows: AsyncIterable<readonly CsvRow[]>;
}

const MAX_COLUMNS = 1_000;

/**
 * Makes a table of a file's rows: the header, and the rows below it without a footer. A row whose last cells are missing
 * gets blank ones.
 *
 * @param batches rows that are not blank
 * @param headerLine as in `ReadOptions`
 * @throws CsvFileError `csv_empty`, `csv_too_many_columns`, and what reading throws
 */
export async function toTable(
  batches: AsyncGenerator<readonly CsvRow[], void, undefined>,
  { headerLine, delimiter }: { readonly headerLine: number | null; readonly delimiter: Delimiter | null },
): Promise<Table> {
  try {
    const [first, ...rest] = await firstRows(batches, headerLine ?? 1);
    if (!first) throw new CsvFileError("csv_empty", 1);
    if (first.cells.length > MAX_COLUMNS)
      throw new CsvFileError("csv_too_many_columns", first.line, first.cells.length.toLocaleString("en"));
    const header = headerLine === null ? { line: 0, cells: first.cells.map(() => "") } : first;
    const below = headerLine === null ? [first, ...rest] : rest;
    const complete = (row: CsvRow) => withCellCount(row, header.cells.length, delimiter);
    return { header, rows: withoutFooter(rowsBelow(header, below, batches, complete), header.cells.length) };
  } catch (error) {
    await batches.return();
    throw error;
  }
}

/** The first batch that has a row at a line or after it, from that row on. */
async function firstRows(
  batches: AsyncIterator<readonly CsvRow[]>,
  line: number,
): Promise<readonly CsvRow[]> {
  for (let next = await batches.next(); !next.done; next = await batches.next()) {
    const rows = next.value.filter((row) => row.line >= line);
    if (rows.length) return rows;
  }
  return [];
}

/** @param rest the rows of the header's batch */
async function* rowsBelow(
  header: CsvRow,
  rest: readonly CsvRow[],
  batches: AsyncGenerator<readonly CsvRow[], void, undefined>,
  complete: (row: CsvRow) => CsvRow,
): AsyncGenerator<readonly CsvRow[], void, undefined> {
  let hasRows = rest.length > 0;
  try {
    if (hasRows) yield rest.map(complete);
    for await (const batch of batches) {
      hasRows = true;
      yield batch.map(complete);
    }
  } finally {
    // closes the file when the reader stops early or fails
    await batches.return();
  }
  if (!hasRows) throw new CsvFileError("csv_no_rows", header.line);
}

function withCellCount(row: CsvRow, columns: number, delimiter: Delimiter | null): CsvRow {
  const { cells } = row;
  if (cells.length === columns) return row;
  if (cells.length > columns)
    return delimiter ? { ...row, cells: joinSplitText(cells, columns, delimiter) } : row;
  return { ...row, cells: [...cells, ...Array.from({ length: columns - cells.length }, () => "")] };
}
