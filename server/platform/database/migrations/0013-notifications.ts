import { type Migration, sql } from "kysely";
import { clustered } from "./tables.ts";

/** Agents' notifications by mail and Web Push. */
export const notifications: Migration = {
  async up(db) {
    await db.schema
      .createTable("notification_cursors")
      .addColumn("property_id", "text", (c) => c.primaryKey().notNull())
      .addColumn("last_sequence", "integer", (c) => c.notNull())
      .execute();
    // nobody is told of what happened before
    await sql`insert into notification_cursors select property_id, last_sequence from sequences`.execute(db);
    await db.schema
      .createTable("notification_preferences")
      .addColumn("agent_id", "text", (c) => c.primaryKey().notNull())
      .addColumn("preferences", "text", (c) => c.notNull())
      .addColumn("updated_at", "bigint", (c) => c.notNull())
      .execute();
    await db.schema
      .createTable("notifications")
      .addColumn("agent_id", "text", (c) => c.notNull())
      .addColumn("target", "text", (c) => c.notNull())
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("about", "text", (c) => c.notNull())
      .addColumn("about_id", "text", (c) => c.notNull())
      .addColumn("kind", "text", (c) => c.notNull())
      .addColumn("entry", "text", (c) => c.notNull())
      .addColumn("due_at", "bigint", (c) => c.notNull())
      .addColumn("attempts", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("runner", "text")
      .addColumn("lease_until", "bigint", (c) => c.notNull().defaultTo(0))
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addPrimaryKeyConstraint("notifications_pk", ["agent_id", "target", "property_id", "about_id"])
      .$call(clustered(db))
      .execute();
    await sql`create index notifications_due on notifications (due_at)`.execute(db);
    await sql`create index notifications_about on notifications (property_id, about_id)`.execute(db);
    await db.schema
      .createTable("note_mentions")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("note_id", "text", (c) => c.notNull())
      .addColumn("contact_id", "text", (c) => c.notNull())
      .addColumn("agent_id", "text", (c) => c.notNull())
      .addColumn("author_id", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("note_mentions_pk", ["property_id", "note_id", "agent_id"])
      .$call(clustered(db))
      .execute();
    await db.schema
      .createTable("push_subscriptions")
      .addColumn("id", "text", (c) => c.primaryKey().notNull())
      .addColumn("agent_id", "text", (c) => c.notNull())
      .addColumn("session_id", "text", (c) => c.notNull())
      .addColumn("endpoint", "text", (c) => c.notNull().unique())
      .addColumn("p256dh", "text", (c) => c.notNull())
      .addColumn("auth", "text", (c) => c.notNull())
      .addColumn("browser", "text", (c) => c.notNull())
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addColumn("last_sent_at", "bigint", (c) => c.notNull().defaultTo(0))
      .addColumn("refusals", "integer", (c) => c.notNull().defaultTo(0))
      .execute();
    await sql`create index push_subscriptions_agent on push_subscriptions (agent_id)`.execute(db);
  },
};
