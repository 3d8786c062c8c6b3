import { type ChoiceStorage, COLUMNS, type Column } from "./columns.ts";

/** A column whose width can be set. */
export type SizedColumn = Column | "name";
/** Widths by column, in sixteenths of a rem (pixels at the default text size). A column without one is automatic. */
export type Widths = Readonly<Partial<Record<SizedColumn, number>>>;

/** All columns of a list in their order, the name first. */
export const sizedColumns = (columns: readonly Column[]): readonly SizedColumn[] => ["name", ...columns];

const UNIT = 16;
export const MIN_WIDTH = 4 * UNIT;
export const MAX_WIDTH = 60 * UNIT;
const STEP = UNIT;

/** The automatic width of a column: its minimum, and its share of the remaining width. */
const AUTOMATIC: Readonly<Record<SizedColumn, readonly [minimum: number, share: number]>> = {
  name: [128, 2],
  email: [128, 2.5],
  phone: [112, 1.25],
  source: [96, 1.25],
  country: [80, 1],
  since: [104, 1],
  seen: [88, 1],
  id: [184, 1],
};

/** The avatar before the name, the gap between two columns, and the padding of a row; `rows.css` has the same values. */
const AVATAR = 2.25 * UNIT;
const GAP = UNIT;
const PADDING = (3.25 + 1.5) * UNIT;

const rem = (width: number) => `${width / UNIT}rem`;

/** The value of `grid-template-columns` for a row. */
export function gridTracks(columns: readonly Column[], widths: Widths): string {
  const tracks = sizedColumns(columns).map((column) => {
    const [minimum, share] = AUTOMATIC[column];
    const width = widths[column];
    return width === undefined ? `minmax(${rem(minimum)}, ${share}fr)` : rem(width);
  });
  return [rem(AVATAR), ...tracks].join(" ");
}

/** The minimum width of a row, as a CSS length. */
export function minRowWidth(columns: readonly Column[], widths: Widths): string {
  const taken = sizedColumns(columns).reduce(
    (sum, column) => sum + GAP + (widths[column] ?? AUTOMATIC[column][0]),
    0,
  );
  return rem(PADDING + AVATAR + taken);
}

/** The nearest allowed width of a column. */
const clampWidth = (width: number) => Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));

/**
 * The widths after a column was resized. The columns before it keep the widths that are shown, so that the edge stays
 * where the agent dropped it; the columns after it shrink or grow.
 */
export function resizeColumn(
  widths: Widths,
  columns: readonly Column[],
  measured: Widths,
  column: SizedColumn,
  width: number,
): Widths {
  const sized = sizedColumns(columns);
  const before = sized.slice(0, sized.indexOf(column));
  const fixed = before.flatMap((one) => {
    const now = widths[one] ?? measured[one];
    return now === undefined ? [] : [[one, clampWidth(now)]];
  });
  return { ...widths, ...Object.fromEntries(fixed), [column]: clampWidth(width) };
}

/** The widths with one column reset to automatic. */
export function resetColumn(widths: Widths, column: SizedColumn): Widths {
  const { [column]: _reset, ...rest } = widths;
  return rest;
}

/** The width of a column after a key was pressed on its resize handle; null if the key does not resize. */
export function widthAfterKey(key: string, width: number, rightToLeft: boolean): number | null {
  switch (key) {
    case "ArrowRight":
      return clampWidth(width + (rightToLeft ? -STEP : STEP));
    case "ArrowLeft":
      return clampWidth(width + (rightToLeft ? STEP : -STEP));
    case "Home":
      return MIN_WIDTH;
    case "End":
      return MAX_WIDTH;
    default:
      return null;
  }
}

/** The width one step wider, or narrower with -1. */
export const stepWidth = (width: number, direction: 1 | -1) => clampWidth(width + direction * STEP);

const keyOf = (property: string) => `foyer.widths.${property}`;

/** The widths that this browser has saved for a property. Invalid entries are ignored. */
export function readWidths(storage: ChoiceStorage, property: string): Widths {
  const saved = new Map((storage.getItem(keyOf(property)) ?? "").split(",").map(splitEntry));
  const entries = (["name", ...COLUMNS] as const).flatMap((column) => {
    const width = Number.parseInt(saved.get(column) ?? "", 10);
    return Number.isNaN(width) ? [] : [[column, clampWidth(width)] as const];
  });
  return Object.fromEntries(entries);
}

export function saveWidths(storage: ChoiceStorage, property: string, widths: Widths): void {
  const entries = Object.entries(widths).map(([column, width]) => `${column}:${width}`);
  storage.setItem(keyOf(property), entries.join(","));
}

function splitEntry(entry: string): readonly [column: string, width: string] {
  const [column = "", width = ""] = entry.split(":");
  return [column, width];
}
