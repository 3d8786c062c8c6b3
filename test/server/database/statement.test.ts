import { expect, it } from "vitest";
import { statement } from "../../../server/platform/database/statement.ts";
import { testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

describeEachDatabase("a statement that is compiled once", (open) => {
  const named = statement((db, { property, ids }: { property: string; ids: readonly string[] }) =>
    db
      .selectFrom("sequences")
      .select("property_id")
      .where("last_sequence", ">=", 0)
      .where("property_id", "in", ids)
      .where("property_id", "!=", property),
  );

  it("finds each of any number of listed values once, within its other conditions", async () => {
    const { deps } = await testApp(await open());
    const known = Array.from({ length: 300 }, (_, at) => `p${String(at).padStart(3, "0")}`);
    await deps.database.write((tx) =>
      tx
        .insertInto("sequences")
        .values(known.map((property_id) => ({ property_id, last_sequence: 1 })))
        .execute(),
    );
    for (const size of [0, 1, 2, 3, 5, 64, 65, 256, 257, 300]) {
      const rows = await named(deps.database.read, { property: "p001", ids: known.slice(0, size) });
      const wanted = known.slice(0, size).filter((id) => id !== "p001");
      expect(rows.map(({ property_id }) => property_id).sort(), `${size} values`).toEqual(wanted);
    }
    expect(await named(deps.database.read, { property: "p000", ids: ["p001"] })).toHaveLength(1);
  });
});
