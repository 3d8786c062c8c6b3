import { expect, it } from "vitest";
import { insertStatement } from "../../../server/platform/database/insert-statement.ts";
import { testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

describeEachDatabase("an insert that is compiled once", (open) => {
  it("stores each value in its column, whatever the order of a row's keys", async () => {
    const { deps } = await testApp(await open());
    const insertTags = insertStatement("tags");
    // 130 rows make two statements, of 128 and of 2 rows; the first row of the second has its keys in another order
    const rows = Array.from({ length: 130 }, (_, at) => {
      const [property_id, id, name, key, created_at] = [
        "p",
        `id ${at}`,
        `name ${at}`,
        `key ${at}`,
        at,
      ] as const;
      return at < 128
        ? { property_id, id, name, key, created_at }
        : { created_at, key, name, id, property_id };
    });
    await deps.database.write((tx) => insertTags(tx, rows));
    const stored = await deps.database.read.selectFrom("tags").selectAll().orderBy("created_at").execute();
    expect(stored.map((row) => ({ ...row }))).toEqual(rows);
  });
});
