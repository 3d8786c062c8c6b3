import { type Migration, sql } from "kysely";

/** The REST API: its keys, and the answers that are repeated for a repeated `Idempotency-Key` (R34). */
export const api: Migration = {
  async up(db) {
    await db.schema
      .createTable("api_keys")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("id", "text", (c) => c.notNull())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("prefix", "text", (c) => c.notNull())
      .addColumn("secret_hash", "text", (c) => c.notNull())
      .addColumn("scopes", "text", (c) => c.notNull())
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addColumn("created_by", "text", (c) => c.notNull())
      .addColumn("expires_at", "bigint")
      .addColumn("last_used_at", "bigint")
      .addColumn("revoked_at", "bigint")
      .addPrimaryKeyConstraint("api_keys_pk", ["property_id", "id"])
      .execute();
    await sql`create unique index api_keys_secret on api_keys (secret_hash)`.execute(db);
    await db.schema
      .createTable("api_idempotency")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("key_id", "text", (c) => c.notNull())
      .addColumn("idempotency_key", "text", (c) => c.notNull())
      .addColumn("request_hash", "text", (c) => c.notNull())
      .addColumn("status", "integer")
      .addColumn("answer", "text", (c) => c.notNull())
      .addColumn("person_id", "text")
      .addColumn("leased_until", "bigint", (c) => c.notNull())
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addPrimaryKeyConstraint("api_idempotency_pk", ["property_id", "key_id", "idempotency_key"])
      .execute();
    await sql`create index api_idempotency_created on api_idempotency (created_at)`.execute(db);
    await sql`create index api_idempotency_person on api_idempotency (property_id, person_id)`.execute(db);
  },
};
