import type { CsvRow } from "../csv/row-parser.ts";
import { cellKind } from "./cell-kinds.ts";
import { fieldByName } from "./header-names.ts";
import { normalizeHeader } from "./normalize-header.ts";

/** How far down the header is looked for, rows. */
const MAX_TITLES = 20;
/** A row with as many names of columns is the header, whatever is above it. */
const MIN_KNOWN = 3;

/**
 * Finds the row that names the columns: the one with the most names that are known; if these are few, the first that has
 * cells for at least half of the table's columns, and no data. Titles, and tables of what a report is about, are above it.
 * Pure.
 *
 * @param rows the first rows of the file, without blank ones
 * @returns the row's line; null: the table has data from its first row on
 */
export function findHeaderLine(rows: readonly CsvRow[]): number | null {
  const named = rows
    .slice(0, MAX_TITLES)
    .map((row) => ({ row, filled: filledCells(row) }))
    .map(({ row, filled }) => ({ row, known: isHeader(filled) ? filled.filter(isKnownName).length : 0 }));
  const [best] = named.toSorted((a, b) => b.known - a.known);
  if (best && best.known >= MIN_KNOWN) return best.row.line;
  const width = usualWidth(rows);
  for (const row of rows.slice(0, MAX_TITLES)) {
    const filled = filledCells(row);
    const isTitle = filled.length < Math.min(2, width) || filled.length < width / 2;
    if (isTitle && !filled.some(isKnownName)) continue;
    return isHeader(filled) ? row.line : null;
  }
  return rows[0]?.line ?? null;
}

const filledCells = ({ cells }: CsvRow) => cells.map((cell) => cell.trim()).filter((cell) => cell !== "");

/** The columns that most rows fill, or fewer. */
function usualWidth(rows: readonly CsvRow[]): number {
  const widths = rows.map((row) => filledCells(row).length).sort((a, b) => a - b);
  return widths[Math.floor(widths.length / 2)] ?? 1;
}

function isHeader(cells: readonly string[]): boolean {
  if (cells.some((cell) => ["email", "phone", "url", "date"].includes(cellKind(cell))))
    return cells.filter(isKnownName).length >= 2;
  return true;
}

const isKnownName = (cell: string) => fieldByName(normalizeHeader(cell)) !== null;
