import type { Migration } from "kysely";

/** How an import reads cells, the rows that were edited in its review, and those that can be. */
export const importRepairs: Migration = {
  async up(db) {
    const columns = { repairs: "{}", edits: "[]", editable_rows: "[]" };
    for (const [name, empty] of Object.entries(columns))
      await db.schema
        .alterTable("imports")
        .addColumn(name, "text", (c) => c.notNull().defaultTo(empty))
        .execute();
  },
};
