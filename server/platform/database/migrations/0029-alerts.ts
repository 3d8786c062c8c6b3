import { type Migration, sql } from "kysely";
import { clustered } from "./tables.ts";

/** Alerts in the chat services of teams. */
export const alerts: Migration = {
  async up(db) {
    await db.schema
      .createTable("alert_channels")
      .addColumn("id", "text", (c) => c.primaryKey().notNull())
      .addColumn("property_id", "text", (c) => c.notNull().references("properties.id").onDelete("cascade"))
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("target", "text", (c) => c.notNull())
      .addColumn("settings", "text", (c) => c.notNull())
      .addColumn("pause_reason", "text")
      .addColumn("paused_at", "bigint")
      .addColumn("last_sent_at", "bigint")
      .addColumn("failures", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("refusals", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("failing_since", "bigint")
      .addColumn("failure", "text")
      .addColumn("failed_at", "bigint")
      .addColumn("next_at", "bigint", (c) => c.notNull().defaultTo(0))
      .addColumn("runner", "text")
      .addColumn("lease_until", "bigint", (c) => c.notNull().defaultTo(0))
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .execute();
    await sql`create index alert_channels_property on alert_channels (property_id)`.execute(db);
    await db.schema
      .createTable("alert_cursors")
      .addColumn("property_id", "text", (c) => c.primaryKey().notNull())
      .addColumn("last_sequence", "integer", (c) => c.notNull())
      .addColumn("last_ticket", "integer", (c) => c.notNull())
      .execute();
    await db.schema
      .createTable("alerts")
      .addColumn("channel_id", "text", (c) => c.notNull().references("alert_channels.id").onDelete("cascade"))
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("kind", "text", (c) => c.notNull())
      .addColumn("about_id", "text", (c) => c.notNull())
      .addColumn("entry", "text", (c) => c.notNull())
      .addColumn("about", "text", (c) => c.notNull())
      .addColumn("due_at", "bigint", (c) => c.notNull())
      .addColumn("sent_at", "bigint")
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addPrimaryKeyConstraint("alerts_pk", ["channel_id", "kind", "about_id", "entry"])
      .$call(clustered(db))
      .execute();
    await sql`create index alerts_due on alerts (due_at) where sent_at is null`.execute(db);
    await sql`create index alerts_about on alerts (property_id, about_id)`.execute(db);
  },
};
