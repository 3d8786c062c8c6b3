import type { Migration } from "kysely";
import { clustered, inByteOrder } from "./tables.ts";

/** Incoming webhooks: the sources, the bodies that were received, and the identifiers in them. */
export const webhookSources: Migration = {
  async up(db) {
    await db.schema
      .createTable("webhook_sources")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("id", "text", (c) => c.notNull())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("provider", "text", (c) => c.notNull())
      .addColumn("secret_hash", "text", (c) => c.notNull().unique())
      .addColumn("signing_secret", "text")
      .addColumn("mapping", "text", (c) => c.notNull())
      .addColumn("country", "text")
      .addColumn("is_active", "integer", (c) => c.notNull())
      .addColumn("version", "integer", (c) => c.notNull())
      .addColumn("wrong_signatures", "integer", (c) => c.notNull())
      .addColumn("last_wrong_signature_at", "bigint")
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addPrimaryKeyConstraint("webhook_sources_pk", ["property_id", "id"])
      .execute();
    await db.schema
      .createTable("received_bodies")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("id", inByteOrder(db), (c) => c.notNull())
      .addColumn("source_id", "text", (c) => c.notNull())
      .addColumn("event_key", "text", (c) => c.notNull())
      .addColumn("digest", "text", (c) => c.notNull())
      .addColumn("topic", "text", (c) => c.notNull())
      .addColumn("is_verified", "integer", (c) => c.notNull())
      .addColumn("body", "text")
      .addColumn("state", "text", (c) => c.notNull())
      .addColumn("outcome", "text")
      .addColumn("reason", "text", (c) => c.notNull())
      .addColumn("left_out", "text", (c) => c.notNull())
      .addColumn("visitor_id", "text")
      .addColumn("tries", "integer", (c) => c.notNull())
      .addColumn("next_try_at", "bigint")
      .addColumn("received_at", "bigint", (c) => c.notNull())
      .addPrimaryKeyConstraint("received_bodies_pk", ["property_id", "id"])
      .addUniqueConstraint("received_bodies_event", ["source_id", "event_key"])
      .addUniqueConstraint("received_bodies_digest", ["source_id", "digest"])
      .execute();
    for (const [name, columns] of [
      ["received_bodies_newest", ["source_id", "received_at", "id"]],
      ["received_bodies_due", ["next_try_at"]],
      ["received_bodies_visitor", ["property_id", "visitor_id"]],
      ["received_bodies_age", ["received_at"]],
    ] as const)
      await db.schema
        .createIndex(name)
        .on("received_bodies")
        .columns([...columns])
        .execute();
    await db.schema
      .createTable("received_body_keys")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("identifier_key", inByteOrder(db), (c) => c.notNull())
      .addColumn("body_id", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("received_body_keys_pk", ["property_id", "identifier_key", "body_id"])
      .$call(clustered(db))
      .execute();
    await db.schema
      .createIndex("received_body_keys_body")
      .on("received_body_keys")
      .columns(["property_id", "body_id"])
      .execute();
  },
};
