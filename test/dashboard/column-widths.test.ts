import { describe, expect, it } from "vitest";
import {
  gridTracks,
  MAX_WIDTH,
  MIN_WIDTH,
  minRowWidth,
  readWidths,
  resetColumn,
  resizeColumn,
  saveWidths,
  sizedColumns,
  stepWidth,
  widthAfterKey,
} from "../../server/dashboard/contacts/list/column-widths.ts";
import { COLUMNS } from "../../server/dashboard/contacts/list/columns.ts";

const SHOWN = { name: 200, email: 250, phone: 125, seen: 100 };
const storageOf = (saved: Record<string, string> = {}) => {
  const map = new Map(Object.entries(saved));
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
  };
};

describe("the grid of a row", () => {
  it("has fractions for automatic columns, and lengths in rem for resized ones", () => {
    expect(gridTracks(["email", "seen"], {})).toBe(
      "2.25rem minmax(8rem, 2fr) minmax(8rem, 2.5fr) minmax(5.5rem, 1fr)",
    );
    expect(gridTracks(["email", "seen"], { email: 300, phone: 90 })).toBe(
      "2.25rem minmax(8rem, 2fr) 18.75rem minmax(5.5rem, 1fr)",
    );
  });

  it("has a minimum width of the chosen widths, the minimums of the other columns, and the gaps", () => {
    // edges 4.75, mark 2.25, and for each column a space of 1 before it
    expect(minRowWidth([], {})).toBe("16rem");
    expect(minRowWidth(["email"], {})).toBe("25rem");
    expect(minRowWidth(["email"], { email: 320, phone: 960 })).toBe("37rem");
    expect(sizedColumns(COLUMNS)).toEqual(["name", ...COLUMNS]);
  });
});

describe("resizing a column", () => {
  it.each([
    ["the first column", "name", 240, {}, { name: 240 }],
    [
      "fixes the measured widths of automatic columns before it",
      "phone",
      150,
      {},
      {
        name: 200,
        email: 250,
        phone: 150,
      },
    ],
    ["keeps a chosen width before it", "phone", 150, { email: 300 }, { name: 200, email: 300, phone: 150 }],
    ["keeps a chosen width after it", "name", 150, { phone: 90 }, { name: 150, phone: 90 }],
    ["has a minimum", "name", -40, {}, { name: MIN_WIDTH }],
    ["has a maximum", "name", 99_999, {}, { name: MAX_WIDTH }],
    ["rounds to whole pixels", "name", 240.6, {}, { name: 241 }],
  ] as const)("%s", (_, column, width, set, wanted) => {
    expect(resizeColumn(set, ["email", "phone", "seen"], SHOWN, column, width)).toEqual(wanted);
  });

  it("keeps the widths of hidden columns", () => {
    expect(resizeColumn({ country: 90 }, ["seen"], SHOWN, "seen", 120)).toEqual({
      country: 90,
      name: 200,
      seen: 120,
    });
  });

  it("can be reset for one column only", () => {
    expect(resetColumn({ name: 200, email: 300 }, "email")).toEqual({ name: 200 });
    expect(resetColumn({}, "email")).toEqual({});
  });

  it.each([
    ["ArrowRight", 200, false, 216],
    ["ArrowLeft", 200, false, 184],
    ["ArrowRight", 200, true, 184],
    ["ArrowLeft", 200, true, 216],
    ["ArrowLeft", 70, false, MIN_WIDTH],
    ["ArrowRight", 955, false, MAX_WIDTH],
    ["Home", 200, false, MIN_WIDTH],
    ["End", 200, true, MAX_WIDTH],
    ["ArrowDown", 200, false, null],
    ["x", 200, false, null],
  ] as const)("with the key %s from %d (right to left: %s)", (key, width, rightToLeft, wanted) => {
    expect(widthAfterKey(key, width, rightToLeft)).toBe(wanted);
  });

  it("works with buttons as with the arrow keys", () => {
    expect(stepWidth(200, 1)).toBe(216);
    expect(stepWidth(200, -1)).toBe(184);
    expect(stepWidth(MIN_WIDTH, -1)).toBe(MIN_WIDTH);
  });
});

describe("the saved widths", () => {
  it("are saved for each property", () => {
    const storage = storageOf();
    saveWidths(storage, "one", { name: 200, email: 300 });
    saveWidths(storage, "two", {});
    expect(readWidths(storage, "one")).toEqual({ name: 200, email: 300 });
    expect(readWidths(storage, "two")).toEqual({});
    expect(readWidths(storage, "three")).toEqual({});
  });

  it.each([
    ["nothing", "", {}],
    ["text instead of numbers", "name:wide,email", {}],
    ["unknown columns", "shoe:12,__proto__:99,name:128", { name: 128 }],
    [
      "widths out of range",
      "name:-5,email:1e9,phone:99999999999",
      {
        name: MIN_WIDTH,
        email: MIN_WIDTH,
        phone: MAX_WIDTH,
      },
    ],
  ])("ignore invalid entries: %s", (_, saved, wanted) => {
    expect(readWidths(storageOf({ "foyer.widths.one": saved }), "one")).toEqual(wanted);
  });
});
