import { type Migration, sql } from "kysely";
import { clustered } from "./tables.ts";

/** Proofs of e-mail addresses: the one-time codes that were asked for, and what they have proven (R33). */
export const proofs: Migration = {
  async up(db) {
    await db.schema
      .createTable("email_codes")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("id", "text", (c) => c.notNull())
      .addColumn("visitor_id", "text", (c) => c.notNull())
      .addColumn("address_hash", "text", (c) => c.notNull())
      .addColumn("code_hash", "text", (c) => c.notNull())
      .addColumn("tries", "integer", (c) => c.notNull())
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addColumn("expires_at", "bigint", (c) => c.notNull())
      .addPrimaryKeyConstraint("email_codes_pk", ["property_id", "id"])
      .execute();
    await sql`create index email_codes_address on email_codes (address_hash, created_at)`.execute(db);
    await sql`create index email_codes_visitor on email_codes (property_id, visitor_id, created_at)`.execute(
      db,
    );
    await sql`create index email_codes_created on email_codes (property_id, created_at)`.execute(db);
    await db.schema
      .createTable("proven_emails")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("visitor_id", "text", (c) => c.notNull())
      .addColumn("email_key", "text", (c) => c.notNull())
      .addColumn("proven_at", "bigint", (c) => c.notNull())
      .addPrimaryKeyConstraint("proven_emails_pk", ["property_id", "visitor_id", "email_key"])
      .$call(clustered(db))
      .execute();
    await sql`create index proven_emails_key on proven_emails (property_id, email_key)`.execute(db);
  },
};
