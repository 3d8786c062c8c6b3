import { readFileSync } from "node:fs";
import { sql } from "kysely";
import { afterEach, expect, it } from "vitest";
import { planErasedBytes, recordErasure } from "../../../server/platform/database/erased-bytes.ts";
import { type Database, openDatabase } from "../../../server/platform/database/open.ts";
import { type Place, sqlitePlace } from "../../support/databases.ts";

const MB = 1024 * 1024;
const HOUR = 3_600_000;

it.each([
  ["nothing was erased", { erasures: 3, truncated: 3, rewritten: 3 }, 1, "nothing"],
  ["a small file is rewritten at once", { erasures: 4, truncated: 3, rewritten: 3 }, 1, "rewrite"],
  ["a large file's log is truncated at once", { erasures: 4, truncated: 3, rewritten: 3 }, 900, "truncate"],
  ["a large file waits for its rewrite", { erasures: 4, truncated: 4, rewritten: 3 }, 900, "nothing"],
])("R26: %s", (_, counts, size, expected) => {
  const state = { ...counts, rewritten_at: 100 * HOUR };
  expect(planErasedBytes(state, size * MB, 101 * HOUR)).toBe(expected);
});

it("R26: a large file is rewritten a day after the last time", () => {
  const state = { erasures: 5, truncated: 5, rewritten: 4, rewritten_at: 100 * HOUR };
  expect(planErasedBytes(state, 900 * MB, 123 * HOUR)).toBe("nothing");
  expect(planErasedBytes(state, 900 * MB, 124 * HOUR)).toBe("rewrite");
});

const opened: { place: Place; database: Database }[] = [];
afterEach(async () => {
  for (const { place, database } of opened.splice(0)) {
    await database.close();
    await place.remove();
  }
});

async function open() {
  const place = await sqlitePlace();
  const database = await openDatabase(place.location);
  opened.push({ place, database });
  const onDisk = () => {
    const bytes = ["", "-wal"].map((end) => readFileSync(place.location + end, "latin1")).join("");
    return [...new Set(bytes.match(/person\d+\./g) ?? [])].sort();
  };
  return { database, onDisk };
}

/** Writes rows of many people in an order that splits the pages of the table again and again. */
async function fill(database: Database, people: number) {
  for (let round = 0; round < 10; round++)
    await database.write((tx) =>
      sql`insert into contact_terms (property_id, term, visitor_id)
        with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 2000)
        select 'shop', ((n * 65537 + ${round} * 3001) % 9973) || 'person' || ((n * 7919 + ${round}) % ${people})
          || '.' || substr(${"x".repeat(200)}, 1, (n * 31) % 190), 'V' || ((n * 7919 + ${round}) % ${people})
        from numbers where true on conflict do nothing`.execute(tx),
    );
}

it("R26: no byte of erased rows is left in the database's file and its log, wherever pages were split", async () => {
  const { database, onDisk } = await open();
  await fill(database, 40);
  expect(onDisk()).toHaveLength(40);
  await database.write(async (tx) => {
    await tx.deleteFrom("contact_terms").where("visitor_id", "like", "V%0").execute();
    await recordErasure(tx);
  });
  expect(await database.hasErasedBytes()).toBe(true);
  expect(await database.removeErasedBytes(HOUR)).toBe(true);
  expect(onDisk()).toHaveLength(36);
  expect(onDisk().filter((text) => text.endsWith("0."))).toEqual([]);
  expect(await database.hasErasedBytes()).toBe(false);
  expect(await database.removeErasedBytes(HOUR)).toBe(false);
});

it("R26: what was erased by an older version leaves the file after the upgrade", async () => {
  const { database } = await open();
  expect(await database.hasErasedBytes()).toBe(true);
});

it("R26: writes that arrive while the file is rewritten wait for it, and none is lost", async () => {
  const { database, onDisk } = await open();
  await fill(database, 3);
  const removed = database.removeErasedBytes(HOUR);
  await fill(database, 5);
  expect(await removed).toBe(true);
  expect(onDisk()).toHaveLength(5);
});
