import type { ImportRow } from "../../../shared/import.ts";
import type { Chunk } from "./import-job.ts";
import type { RowResult } from "./import-report.ts";

/** Rows of each of the two kinds. A report has as many remarks. */
const MAX_ROWS = 50;
/** Characters of a row. A longer one is edited in its file. */
const MAX_SIZE = 5_000;

/** The first rows that a dry run refused, and the first that it left a value out of, for the review to edit (R17). */
export class EditableRowList {
  readonly #refused: ImportRow[] = [];
  readonly #shortened: ImportRow[] = [];

  /** @param results the outcome of each row of the chunk */
  add({ raw }: Pick<Chunk, "raw">, results: readonly Pick<RowResult, "outcome" | "leftOut">[]): void {
    for (const [at, { line, cells }] of raw.entries()) {
      const { outcome, leftOut } = results[at] ?? { leftOut: 0 };
      const list = outcome === "refused" ? this.#refused : leftOut ? this.#shortened : null;
      if (!list || list.length >= MAX_ROWS) continue;
      if (cells.reduce((sum, cell) => sum + cell.length, 0) <= MAX_SIZE)
        list.push({ line, cells: [...cells] });
    }
  }

  get rows(): readonly ImportRow[] {
    return [...this.#refused, ...this.#shortened];
  }
}
