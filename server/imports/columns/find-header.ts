import type { CsvRow } from "../csv/row-parser.ts";
import { cellKind } from "./cell-kinds.ts";
import { fieldByName, normalizeHeader } from "./header-names.ts";

/** How far down the header is looked for, rows. */
const MAX_TITLES = 20;

/**
 * Finds the row that names the columns: the first that has cells for at least half of the table's columns, and no data.
 * Titles above it have fewer. Pure.
 *
 * @param rows the first rows of the file, without blank ones
 * @returns the row's line; null: the table has data from its first row on
 */
export function findHeaderLine(rows: readonly CsvRow[]): number | null {
  const width = usualWidth(rows);
  for (const row of rows.slice(0, MAX_TITLES)) {
    const filled = row.cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
    const isTitle = filled.length < Math.min(2, width) || filled.length < width / 2;
    if (isTitle && !filled.some(isKnownName)) continue;
    return isHeader(filled) ? row.line : null;
  }
  return rows[0]?.line ?? null;
}

/** The columns that most rows fill, or fewer. */
function usualWidth(rows: readonly CsvRow[]): number {
  const widths = rows
    .map(({ cells }) => cells.filter((cell) => cell.trim() !== "").length)
    .sort((a, b) => a - b);
  return widths[Math.floor(widths.length / 2)] ?? 1;
}

function isHeader(cells: readonly string[]): boolean {
  if (cells.some((cell) => ["email", "phone", "url", "date"].includes(cellKind(cell))))
    return cells.filter(isKnownName).length >= 2;
  return true;
}

const isKnownName = (cell: string) => fieldByName(normalizeHeader(cell)) !== null;
