import { CsvError, parse } from "csv-parse/sync";
import type { Delimiter } from "../../../shared/read-options.ts";
import type { CsvRow } from "./row-parser.ts";

/** The longest cell that is tried as a row, characters. */
const MAX_WRAPPED = 64 * 1024;
/** The form in which programs keep a spreadsheet from reading a text as a number: `="0012"`. */
const TEXT_FORMULA = /^="([^"]*)"$/;

/**
 * Repairs the rows that programs write in forms of their own: a row that is one cell in quotation marks is split, and
 * `="0012"` is the text in it.
 *
 * @param batches rows that are not blank
 */
export async function* repairRows(
  batches: AsyncIterable<readonly CsvRow[]>,
  delimiter: Delimiter,
): AsyncGenerator<CsvRow[], void, undefined> {
  const unwrapper = new Unwrapper(delimiter);
  for await (const batch of batches) {
    const rows = batch.flatMap((row) => unwrapper.push(row)).map(withoutFormulas);
    if (rows.length) yield rows;
  }
  const last = unwrapper.end().map(withoutFormulas);
  if (last.length) yield last;
}

function withoutFormulas(row: CsvRow): CsvRow {
  if (!row.cells.some((cell) => cell.startsWith('="'))) return row;
  return { ...row, cells: row.cells.map((cell) => TEXT_FORMULA.exec(cell)?.[1] ?? cell) };
}

/**
 * Splits rows that are one cell with delimiters in it, if the row before or after has as many cells. A cell of a table
 * with one column that happens to have a delimiter is left alone.
 */
class Unwrapper {
  readonly #delimiter: Delimiter;
  /** The cells of the row before; 0: no row of several cells came yet. */
  #width = 0;
  /** The first row, if it is one cell, until the next one tells what it is. */
  #pending: CsvRow | null = null;

  constructor(delimiter: Delimiter) {
    this.#delimiter = delimiter;
  }

  /** @returns the rows that are decided */
  push(row: CsvRow): CsvRow[] {
    const parts = row.cells.length === 1 ? this.#split(row) : row;
    const before = this.#takePending(parts.cells.length);
    if (row.cells.length > 1) {
      this.#width = row.cells.length;
      return [...before, row];
    }
    if (this.#width && parts.cells.length === this.#width) return [...before, parts];
    if (this.#width || before.length) return [...before, row];
    this.#pending = row;
    return [];
  }

  /** @returns the row that is left */
  end(): CsvRow[] {
    return this.#takePending(0);
  }

  /** @param width the cells of the row after the pending one */
  #takePending(width: number): CsvRow[] {
    const pending = this.#pending;
    if (!pending) return [];
    this.#pending = null;
    const parts = this.#split(pending);
    if (width < 2 || parts.cells.length !== width) return [pending];
    this.#width = width;
    return [parts];
  }

  #split(row: CsvRow): CsvRow {
    const [cell = ""] = row.cells;
    if (cell.length > MAX_WRAPPED || !cell.includes(this.#delimiter) || /[\r\n]/.test(cell)) return row;
    try {
      const [cells = row.cells] = parse(cell, { delimiter: this.#delimiter });
      return { ...row, cells };
    } catch (error) {
      if (error instanceof CsvError) return row; // the cell is a text, not a row
      throw error;
    }
  }
}
