import { type Migration, sql } from "kysely";

/** The name of the API key by which an entry was written, and what the REST API lists by. */
export const apiEntries: Migration = {
  async up(db) {
    await db.schema.alterTable("messages").addColumn("via", "text").execute();
    await sql`create index conversations_ticket_status on conversations (property_id, status, ticket desc)
      where ticket is not null`.execute(db);
    await sql`create index submissions_received on submissions (property_id, received_at desc, id desc)`.execute(
      db,
    );
  },
};
