import { type Migration, sql } from "kysely";
import { clustered, inByteOrder } from "./tables.ts";

/**
 * The search index of messages. What is there already is indexed in the background afterwards, the newest
 * first, so that the upgrade takes no longer with many messages.
 */
export const messageSearch: Migration = {
  async up(db) {
    await db.schema
      .createTable("message_terms")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("term", inByteOrder(db), (c) => c.notNull())
      .addColumn("sequence", "integer", (c) => c.notNull())
      .addPrimaryKeyConstraint("message_terms_pk", ["property_id", "term", "sequence"])
      .$call(clustered(db))
      .execute();
    await db.schema
      .createTable("message_term_lists")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("sequence", "integer", (c) => c.notNull())
      .addColumn("conversation_id", "text", (c) => c.notNull())
      .addColumn("terms", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("message_term_lists_pk", ["property_id", "sequence"])
      .$call(clustered(db))
      .execute();
    await db.schema
      .createTable("message_index_states")
      .addColumn("property_id", "text", (c) => c.primaryKey().notNull())
      .addColumn("indexed_until", "integer", (c) => c.notNull())
      .addColumn("backfilling", "integer", (c) => c.notNull())
      .addColumn("backfill_conversation", "text", (c) => c.notNull())
      .addColumn("backfill_sequence", "integer", (c) => c.notNull())
      .execute();
    await sql`insert into message_index_states
      (property_id, indexed_until, backfilling, backfill_conversation, backfill_sequence)
      select property_id, last_sequence, 1, '', 0 from sequences`.execute(db);
  },
};
