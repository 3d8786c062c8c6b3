import { type Migration, sql } from "kysely";
import { clustered, inByteOrder } from "./tables.ts";

/**
 * The search index in one tree instead of two: by word. What words a contact has stands beside it in one row, which
 * costs a fraction of a second tree with a row for each.
 */
export const words: Migration = {
  async up(db) {
    await db.schema.dropTable("contact_terms").execute();
    await db.schema
      .createTable("contact_terms")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("term", inByteOrder(db), (c) => c.notNull())
      .addColumn("visitor_id", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("contact_terms_pk", ["property_id", "term", "visitor_id"])
      .$call(clustered(db))
      .execute();
    await db.schema
      .createTable("contact_words")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("visitor_id", "text", (c) => c.notNull())
      .addColumn("words", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("contact_words_pk", ["property_id", "visitor_id"])
      .$call(clustered(db))
      .execute();
    await db.schema
      .createTable("contacts_to_enter")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("visitor_id", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("contacts_to_enter_pk", ["property_id", "visitor_id"])
      .$call(clustered(db))
      .execute();
    // with what a filter by days asks of each contact on the way
    await db.schema.dropIndex("visitors_contacts").execute();
    await sql`create index visitors_contacts on visitors (property_id, last_seen_at desc, id desc, contact_since)
      where contact_since is not null`.execute(db);
    await sql`insert into contacts_to_index (property_id, visitor_id)
      select property_id, id from visitors where contact_since is not null`.execute(db);
  },
};
