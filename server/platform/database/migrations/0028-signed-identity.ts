import { type Migration, sql } from "kysely";
import { clustered } from "./tables.ts";

/** Signed identity: the secrets that owners' servers sign with, and the user IDs that browsers have proven (R33). */
export const signedIdentity: Migration = {
  async up(db) {
    await db.schema
      .createTable("identity_secrets")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("id", "text", (c) => c.notNull())
      .addColumn("secret", "text", (c) => c.notNull())
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addColumn("last_used_at", "bigint")
      .addPrimaryKeyConstraint("identity_secrets_pk", ["property_id", "id"])
      // a token of one property must not verify at another
      .addUniqueConstraint("identity_secrets_secret", ["secret"])
      .execute();
    await db.schema
      .createTable("proven_user_ids")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("visitor_id", "text", (c) => c.notNull())
      .addColumn("user_id", "text", (c) => c.notNull())
      .addColumn("proven_at", "bigint", (c) => c.notNull())
      .addPrimaryKeyConstraint("proven_user_ids_pk", ["property_id", "visitor_id"])
      .$call(clustered(db))
      .execute();
    await sql`create index proven_user_ids_user on proven_user_ids (property_id, user_id)`.execute(db);
  },
};
