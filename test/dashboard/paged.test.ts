import { describe, expect, it } from "vitest";
import { ApiError } from "../../server/dashboard/data/api-error.ts";
import { createPaged, mergeFirstPage, type Page } from "../../server/dashboard/data/paged.ts";

interface Item {
  readonly id: string;
  readonly at: number;
}
const item = (at: number, id = `i${at}`): Item => ({ id, at });
const order = { keyOf: ({ id }: Item) => id, isAfter: (a: Item, b: Item) => a.at < b.at };
const idsOf = (page: Page<Item>) => page.items.map(({ id }) => id);

describe("a new first page merged with loaded items", () => {
  const old = { items: [item(9), item(8), item(7), item(6)], next: "after 6" };

  it("keeps the items after the page, and the cursor of the last page", () => {
    const merged = mergeFirstPage(old, { items: [item(10), item(9)], next: "after 9" }, order);
    expect(idsOf(merged)).toEqual(["i10", "i9", "i8", "i7", "i6"]);
    expect(merged.next).toBe("after 6");
  });

  it("removes items that have left the list", () => {
    const merged = mergeFirstPage(old, { items: [item(9), item(7)], next: "after 7" }, order);
    expect(idsOf(merged)).toEqual(["i9", "i7", "i6"]);
  });

  it("contains an item once that has moved up", () => {
    const merged = mergeFirstPage(old, { items: [item(11, "i6"), item(9)], next: "after 9" }, order);
    expect(idsOf(merged)).toEqual(["i6", "i9", "i8", "i7"]);
  });

  it("keeps the items after it if only the server knows the order", () => {
    const unknown = { ...order, isAfter: null };
    const merged = mergeFirstPage(
      old,
      { items: [item(1, "new"), item(9), item(7)], next: "after 7" },
      unknown,
    );
    expect(idsOf(merged)).toEqual(["new", "i9", "i7", "i6"]);
    expect(merged.next).toBe("after 6");
    const other = mergeFirstPage(old, { items: [item(1, "a"), item(2, "b")], next: "after b" }, unknown);
    expect(idsOf(other)).toEqual(["a", "b"]);
  });

  it("is the whole list if it has no next page", () => {
    expect(idsOf(mergeFirstPage(old, { items: [item(9)], next: null }, order))).toEqual(["i9"]);
  });
});

describe("a list that is loaded page by page", () => {
  function listOf(pages: Readonly<Record<string, Page<Item> | ApiError>>) {
    const asked: (string | null)[] = [];
    const list = createPaged<Item, Page<Item>>({
      ...order,
      async load(cursor) {
        asked.push(cursor);
        const page = pages[cursor ?? "first"];
        if (!page || page instanceof ApiError) throw page ?? new Error(`no page ${cursor}`);
        return page;
      },
    });
    return { list, asked };
  }

  it("follows the cursors to the end, and requests no page twice", async () => {
    const { list, asked } = listOf({
      first: { items: [item(3)], next: "a" },
      a: { items: [item(3), item(2)], next: null },
    });
    await list.load();
    await Promise.all([list.more(), list.more()]);
    await list.more();
    expect(idsOf(list.state.value)).toEqual(["i3", "i2"]);
    expect(asked).toEqual([null, "a"]);
  });

  it("keeps its items when the next page cannot be loaded, and has the error", async () => {
    const failure = new ApiError("unreachable");
    const { list } = listOf({ first: { items: [item(3)], next: "a" }, a: failure });
    await list.load();
    await list.more();
    expect(list.state.value).toMatchObject({ kind: "failed", failure, next: "a" });
    expect(idsOf(list.state.value)).toEqual(["i3"]);
  });
});
