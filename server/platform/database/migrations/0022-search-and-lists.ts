import { type Migration, sql } from "kysely";

/** What searching, listing and erasing contacts need. */
export const searchAndLists: Migration = {
  async up(db) {
    await db.schema
      .createTable("erased_bytes")
      .addColumn("erasures", "bigint", (c) => c.notNull())
      .addColumn("truncated", "bigint", (c) => c.notNull())
      .addColumn("rewritten", "bigint", (c) => c.notNull())
      .addColumn("rewritten_at", "bigint", (c) => c.notNull())
      .execute();
    // 1: what was erased before this migration is still in the file
    await sql`insert into erased_bytes values (1, 0, 0, 0)`.execute(db);
  },
};
