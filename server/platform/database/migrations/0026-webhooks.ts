import type { Migration } from "kysely";

/** Endpoints for webhooks, the events that they get, and what becomes of each event at each endpoint (R35). */
export const webhooks: Migration = {
  async up(db) {
    await db.schema
      .createTable("webhook_endpoints")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("id", "text", (c) => c.notNull())
      .addColumn("url", "text", (c) => c.notNull())
      .addColumn("description", "text", (c) => c.notNull())
      .addColumn("events", "text", (c) => c.notNull())
      .addColumn("state", "text", (c) => c.notNull())
      .addColumn("secret", "text", (c) => c.notNull())
      .addColumn("old_secret", "text")
      .addColumn("old_secret_until", "bigint")
      .addColumn("failures", "integer", (c) => c.notNull())
      .addColumn("failing_since", "bigint")
      .addColumn("retry_at", "bigint", (c) => c.notNull())
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addPrimaryKeyConstraint("webhook_endpoints_pk", ["property_id", "id"])
      .execute();
    await db.schema
      .createTable("webhook_events")
      .addColumn("position", "bigint", (c) => c.primaryKey().notNull())
      .addColumn("id", "text", (c) => c.notNull())
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("kind", "text", (c) => c.notNull())
      .addColumn("subject", "text", (c) => c.notNull())
      .addColumn("person_id", "text")
      .addColumn("body", "text", (c) => c.notNull())
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex("webhook_events_person")
      .on("webhook_events")
      .columns(["property_id", "person_id"])
      .execute();
    await db.schema
      .createIndex("webhook_events_subject")
      .on("webhook_events")
      .columns(["property_id", "subject"])
      .execute();
    await db.schema.createIndex("webhook_events_time").on("webhook_events").columns(["created_at"]).execute();
    await db.schema
      .createTable("webhook_deliveries")
      .addColumn("endpoint_id", "text", (c) => c.notNull())
      .addColumn("position", "bigint", (c) => c.notNull())
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("state", "text", (c) => c.notNull())
      .addColumn("open_subject", "text")
      .addColumn("due_at", "bigint")
      .addColumn("runner", "text")
      .addColumn("lease_until", "bigint")
      .addColumn("attempts", "integer", (c) => c.notNull())
      .addColumn("queued_at", "bigint", (c) => c.notNull())
      .addColumn("last_attempt_at", "bigint")
      .addColumn("status", "integer")
      .addColumn("failure", "text")
      .addColumn("duration", "integer")
      .addColumn("answer", "text")
      .addPrimaryKeyConstraint("webhook_deliveries_pk", ["endpoint_id", "position"])
      .execute();
    await db.schema
      .createIndex("webhook_deliveries_position")
      .on("webhook_deliveries")
      .columns(["position"])
      .execute();
    await db.schema
      .createIndex("webhook_deliveries_due")
      .on("webhook_deliveries")
      .columns(["endpoint_id", "due_at", "position"])
      .where("due_at", "is not", null)
      .execute();
    await db.schema
      .createIndex("webhook_deliveries_open")
      .on("webhook_deliveries")
      .columns(["endpoint_id", "open_subject", "position"])
      .where("open_subject", "is not", null)
      .execute();
    await db.schema
      .createIndex("webhook_deliveries_leases")
      .on("webhook_deliveries")
      .columns(["lease_until"])
      .where("lease_until", "is not", null)
      .execute();
  },
};
