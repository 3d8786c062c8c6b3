import { type Migration, sql } from "kysely";
import { clustered } from "./tables.ts";

/** What a page says about its visitor: events, tags, and the batches that it was said in. */
export const activity: Migration = {
  async up(db) {
    await db.schema
      .createTable("visitor_events")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("visitor_id", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addColumn("id", "text", (c) => c.notNull())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("data", "text", (c) => c.notNull())
      .addColumn("page", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("visitor_events_pk", ["property_id", "visitor_id", "at", "id"])
      .$call(clustered(db))
      .execute();
    await sql`create index visitor_events_age on visitor_events (property_id, at)`.execute(db);
    await db.schema
      .createTable("activity_batches")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("visitor_id", "text", (c) => c.notNull())
      .addColumn("id", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addPrimaryKeyConstraint("activity_batches_pk", ["property_id", "visitor_id", "id"])
      .$call(clustered(db))
      .execute();
    await sql`create index activity_batches_age on activity_batches (at)`.execute(db);
    await db.schema
      .createTable("page_tags")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("visitor_id", "text", (c) => c.notNull())
      .addColumn("tag_id", "text", (c) => c.notNull())
      .addColumn("is_set", "integer", (c) => c.notNull())
      .addColumn("conversation_id", "text")
      .addColumn("decided_in", "text")
      .addPrimaryKeyConstraint("page_tags_pk", ["property_id", "visitor_id", "tag_id"])
      .$call(clustered(db))
      .execute();
    await sql`create index page_tags_tag on page_tags (property_id, tag_id)`.execute(db);
  },
};
