import { type Migration, sql } from "kysely";

/** Receipts of refused deliveries expire; visitor tokens are bound to a registration; files are counted by who stores them. */
export const limits: Migration = {
  async up(db) {
    await db.schema
      .alterTable("deliveries")
      .addColumn("refused", "integer", (c) => c.notNull().defaultTo(0))
      .execute();
    // before receipts were bounded, one could have half a megabyte
    await sql`delete from deliveries where receipt like '{"status":"refused"%' and length(receipt) > 4096`.execute(
      db,
    );
    await sql`update deliveries set refused = 1 where receipt like '{"status":"refused"%'`.execute(db);
    await sql`create index deliveries_refused on deliveries (received_at) where refused = 1`.execute(db);

    await db.schema.alterTable("visitors").addColumn("registration", "text").execute();
    await db.schema.alterTable("visitors").addColumn("tokens_revoked_at", "bigint").execute();

    await sql`create index files_of_visitor on files (property_id, visitor_id, size)`.execute(db);
  },
};
