/** The rows of a long list that are near the viewport, and the height of the whole list. */
export interface ListWindow {
  /** The first row to draw, from 0. */
  readonly first: number;
  /** The row after the last one to draw. */
  readonly end: number;
  /** The height of the whole list, in pixels. */
  readonly height: number;
}

interface ListView {
  /** Pixels above the viewport. */
  readonly top: number;
  /** The viewport's height, in pixels. */
  readonly height: number;
}

/** Rows rendered beyond each edge, so that fast scrolling shows no blank space. */
const OVERSCAN = 6;

/** The rows to render in a list of rows of equal height. */
export function visibleRows(view: ListView, rowHeight: number, rows: number): ListWindow {
  const height = rows * rowHeight;
  const top = Math.min(Math.max(view.top, 0), Math.max(0, height - view.height));
  const first = Math.max(0, Math.floor(top / rowHeight) - OVERSCAN);
  const end = Math.min(rows, Math.ceil((top + view.height) / rowHeight) + OVERSCAN);
  return { first: Math.min(first, end), end, height };
}

/** Whether the end of the loaded rows is less than one viewport height away. */
export function isNearEnd(view: ListView, rowHeight: number, rows: number): boolean {
  return view.top + 2 * view.height >= rows * rowHeight;
}

/** The scroll position at which a row is visible; the current one if it is visible already. */
export function scrollToRow(view: ListView, rowHeight: number, row: number): number {
  const top = row * rowHeight;
  if (top < view.top) return top;
  const below = top + rowHeight - view.height;
  return below > view.top ? below : view.top;
}

/** The row that a key leads to from `current` (-1: none yet), or null if the key leads nowhere. */
export function rowAfterKey(key: string, current: number, rows: number): number | null {
  if (!rows) return null;
  const clamp = (row: number) => Math.min(Math.max(row, 0), rows - 1);
  switch (key) {
    case "ArrowDown":
    case "j":
      return clamp(current + 1);
    case "ArrowUp":
    case "k":
      return clamp(current === -1 ? 0 : current - 1);
    case "Home":
      return 0;
    case "End":
      return rows - 1;
    default:
      return null;
  }
}
