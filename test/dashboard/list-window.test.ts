import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNearEnd, rowAfterKey, scrollToRow, visibleRows } from "../../server/dashboard/ui/list-window.ts";

const views = fc.record({
  top: fc.integer({ min: -500, max: 7_000_000 }),
  height: fc.integer({ min: 1, max: 3_000 }),
});
const heights = fc.integer({ min: 20, max: 200 });
const counts = fc.integer({ min: 0, max: 100_000 });

describe("the visible rows of a long list", () => {
  it("include every row in the viewport, and few others", () => {
    fc.assert(
      fc.property(views, heights, counts, (view, rowHeight, rows) => {
        const drawn = visibleRows(view, rowHeight, rows);
        const top = Math.min(Math.max(view.top, 0), Math.max(0, rows * rowHeight - view.height));
        const lastSeen = Math.min(rows, Math.ceil((top + view.height) / rowHeight));
        expect(drawn.first).toBeLessThanOrEqual(Math.floor(top / rowHeight));
        expect(drawn.end).toBeGreaterThanOrEqual(lastSeen);
        expect(drawn.end - drawn.first).toBeLessThanOrEqual(view.height / rowHeight + 14);
        expect(drawn.height).toBe(rows * rowHeight);
      }),
    );
  });

  it("are scrolled to a row that is outside the viewport, and not to one inside", () => {
    fc.assert(
      fc.property(views, heights, counts, (view, rowHeight, row) => {
        fc.pre(view.height >= rowHeight && view.top >= 0);
        const top = scrollToRow(view, rowHeight, row);
        expect(top).toBeLessThanOrEqual(row * rowHeight);
        expect(top + view.height).toBeGreaterThanOrEqual((row + 1) * rowHeight);
        expect(scrollToRow({ ...view, top }, rowHeight, row)).toBe(top);
      }),
    );
  });

  it("are near the end if less than one viewport height is left", () => {
    expect(isNearEnd({ top: 0, height: 100 }, 10, 50)).toBe(false);
    expect(isNearEnd({ top: 300, height: 100 }, 10, 50)).toBe(true);
  });

  it("are navigated by arrow keys and letters, up to both ends", () => {
    expect(rowAfterKey("j", -1, 3)).toBe(0);
    expect(rowAfterKey("ArrowDown", 2, 3)).toBe(2);
    expect(rowAfterKey("k", 0, 3)).toBe(0);
    expect(rowAfterKey("ArrowUp", 2, 3)).toBe(1);
    expect(rowAfterKey("End", 0, 3)).toBe(2);
    expect(rowAfterKey("x", 0, 3)).toBeNull();
    expect(rowAfterKey("j", -1, 0)).toBeNull();
  });
});
