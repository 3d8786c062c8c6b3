import { type ChoiceStorage, COLUMNS, type Column } from "./columns.ts";

/** A column whose width can be set. */
export type SizedColumn = Column | "name";
/** Widths by column, in sixteenths of a rem (pixels, at the usual size of text); a column without one is automatic. */
export type Widths = Readonly<Partial<Record<SizedColumn, number>>>;

/** The columns that a list with these beside the name shows, in their order. */
export const sizedColumns = (columns: readonly Column[]): readonly SizedColumn[] => ["name", ...columns];

const UNIT = 16;
export const MIN_WIDTH = 4 * UNIT;
export const MAX_WIDTH = 60 * UNIT;
const STEP = UNIT;

/** What a column takes by itself: at least so much, and its share of what is left. */
const AUTOMATIC: Readonly<Record<SizedColumn, readonly [least: number, share: number]>> = {
  name: [128, 2],
  email: [128, 2.5],
  phone: [112, 1.25],
  source: [96, 1.25],
  country: [80, 1],
  since: [104, 1],
  seen: [88, 1],
  id: [184, 1],
};

/** The mark before the name, the space between two columns, and that at both edges of a row; its style fits these. */
const MARK = 2.25 * UNIT;
const GAP = UNIT;
const EDGES = (3.25 + 1.5) * UNIT;

const rem = (width: number) => `${width / UNIT}rem`;

/** The tracks of a row of these columns, as a grid takes them. */
export function gridTracks(columns: readonly Column[], widths: Widths): string {
  const tracks = sizedColumns(columns).map((column) => {
    const [least, share] = AUTOMATIC[column];
    const width = widths[column];
    return width === undefined ? `minmax(${rem(least)}, ${share}fr)` : rem(width);
  });
  return [rem(MARK), ...tracks].join(" ");
}

/** How wide a row of these columns is at the least, as a length. */
export function minRowWidth(columns: readonly Column[], widths: Widths): string {
  const sized = sizedColumns(columns);
  const taken = sized.reduce((sum, column) => sum + GAP + (widths[column] ?? AUTOMATIC[column][0]), 0);
  return rem(EDGES + MARK + taken);
}

/** The nearest width that a column may have. */
const clampWidth = (width: number) => Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));

/**
 * The widths after one column's edge was moved. The columns before it stay as wide as they are shown, so that the edge
 * stands where it was put; those after it make room.
 */
export function resizeColumn(
  widths: Widths,
  columns: readonly Column[],
  shown: Widths,
  column: SizedColumn,
  width: number,
): Widths {
  const sized = sizedColumns(columns);
  const before = sized.slice(0, sized.indexOf(column));
  const held = before.flatMap((one) => {
    const now = widths[one] ?? shown[one];
    return now === undefined ? [] : [[one, clampWidth(now)]];
  });
  return { ...widths, ...Object.fromEntries(held), [column]: clampWidth(width) };
}

/** The widths with one column automatic again. */
export function resetColumn(widths: Widths, column: SizedColumn): Widths {
  const { [column]: _released, ...rest } = widths;
  return rest;
}

/** The width that a key gives a column at whose edge it is pressed, or null if the key gives none. */
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

/** The width one step wider, or with -1 narrower. */
export const stepWidth = (width: number, direction: 1 | -1) => clampWidth(width + direction * STEP);

const keyOf = (property: string) => `foyer.widths.${property}`;

/** The widths that this browser has kept for a property. */
export function readWidths(storage: ChoiceStorage, property: string): Widths {
  const kept = new Map((storage.getItem(keyOf(property)) ?? "").split(",").map(splitEntry));
  const entries = (["name", ...COLUMNS] as const).flatMap((column) => {
    const width = Number.parseInt(kept.get(column) ?? "", 10);
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
