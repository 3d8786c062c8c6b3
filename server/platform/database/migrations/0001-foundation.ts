import { type Kysely, type Migration, sql } from "kysely";
import { clustered, inByteOrder } from "./tables.ts";

/** The first schema. Column by column, it is what `schema.ts` says. */
export const foundation: Migration = {
  async up(db) {
    await serverTables(db);
    await accountTables(db);
    await visitorTables(db);
    await conversationTables(db);
  },
};

async function serverTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("server_secrets")
    .addColumn("id", "text", (c) => c.primaryKey().notNull())
    .addColumn("purpose", "text", (c) => c.notNull())
    .addColumn("secret", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .execute();
  await db.schema
    .createTable("properties")
    .addColumn("id", "text", (c) => c.primaryKey().notNull())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("settings", "text", (c) => c.notNull())
    .addColumn("version", "integer", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("widget_seen_at", "bigint")
    .addColumn("widget_seen_origin", "text")
    .addColumn("last_ticket", "integer", (c) => c.notNull())
    .execute();
  await db.schema
    .createTable("form_versions")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("version", "text", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("definition", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("form_versions_pk", ["property_id", "kind", "version"])
    .$call(clustered(db))
    .execute();
}

async function accountTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("agents")
    .addColumn("id", "text", (c) => c.primaryKey().notNull())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("email", "text", (c) => c.notNull().unique())
    .addColumn("emailVerified", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("image", "text")
    .addColumn("createdAt", "text", (c) => c.notNull())
    .addColumn("updatedAt", "text", (c) => c.notNull())
    .execute();
  await db.schema
    .createTable("agent_sessions")
    .addColumn("id", "text", (c) => c.primaryKey().notNull())
    .addColumn("expiresAt", "text", (c) => c.notNull())
    .addColumn("token", "text", (c) => c.notNull().unique())
    .addColumn("createdAt", "text", (c) => c.notNull())
    .addColumn("updatedAt", "text", (c) => c.notNull())
    .addColumn("ipAddress", "text")
    .addColumn("userAgent", "text")
    .addColumn("userId", "text", (c) => c.notNull().references("agents.id").onDelete("cascade"))
    .execute();
  await db.schema.createIndex("agent_sessions_user").on("agent_sessions").column("userId").execute();
  await db.schema
    .createTable("agent_accounts")
    .addColumn("id", "text", (c) => c.primaryKey().notNull())
    .addColumn("accountId", "text", (c) => c.notNull())
    .addColumn("providerId", "text", (c) => c.notNull())
    .addColumn("userId", "text", (c) => c.notNull().references("agents.id").onDelete("cascade"))
    .addColumn("accessToken", "text")
    .addColumn("refreshToken", "text")
    .addColumn("idToken", "text")
    .addColumn("accessTokenExpiresAt", "text")
    .addColumn("refreshTokenExpiresAt", "text")
    .addColumn("scope", "text")
    .addColumn("password", "text")
    .addColumn("createdAt", "text", (c) => c.notNull())
    .addColumn("updatedAt", "text", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("agent_accounts_user").on("agent_accounts").column("userId").execute();
  await db.schema
    .createTable("agent_verifications")
    .addColumn("id", "text", (c) => c.primaryKey().notNull())
    .addColumn("identifier", "text", (c) => c.notNull())
    .addColumn("value", "text", (c) => c.notNull())
    .addColumn("expiresAt", "text", (c) => c.notNull())
    .addColumn("createdAt", "text", (c) => c.notNull())
    .addColumn("updatedAt", "text", (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex("agent_verifications_identifier")
    .on("agent_verifications")
    .column("identifier")
    .execute();
  await db.schema
    .createTable("agent_presence")
    .addColumn("agent_id", "text", (c) =>
      c.primaryKey().notNull().references("agents.id").onDelete("cascade"),
    )
    .addColumn("status", "text", (c) => c.notNull())
    .addColumn("seen_at", "bigint", (c) => c.notNull())
    .execute();
  await db.schema
    .createTable("memberships")
    .addColumn("property_id", "text", (c) => c.notNull().references("properties.id").onDelete("cascade"))
    .addColumn("agent_id", "text", (c) => c.notNull().references("agents.id").onDelete("cascade"))
    .addColumn("role", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("memberships_pk", ["property_id", "agent_id"])
    .execute();
  await db.schema.createIndex("memberships_agent").on("memberships").column("agent_id").execute();
  await db.schema
    .createTable("invitations")
    .addColumn("id", "text", (c) => c.primaryKey().notNull())
    .addColumn("property_id", "text", (c) => c.notNull().references("properties.id").onDelete("cascade"))
    .addColumn("email", "text", (c) => c.notNull())
    .addColumn("role", "text", (c) => c.notNull())
    .addColumn("token_hash", "text", (c) => c.notNull().unique())
    .addColumn("invited_by", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .addColumn("accepted_at", "bigint")
    .execute();
}

async function visitorTables(db: Kysely<unknown>): Promise<void> {
  let visitors = db.schema
    .createTable("visitors")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("proof_hash", "text")
    .addColumn("attached_to", "text")
    .addColumn("attached_proven", "integer", (c) => c.notNull())
    .addColumn("contact_since", "bigint")
    .addColumn("source", "text")
    .addColumn("name", "text")
    .addColumn("email", "text")
    .addColumn("phone", "text");
  for (const column of ["browser", "os", "device_kind", "language", "time_zone", "screen"] as const)
    visitors = visitors.addColumn(column, "text", (c) => c.notNull());
  await visitors
    .addColumn("country", "text")
    .addColumn("city", "text")
    .addColumn("last_page", "text", (c) => c.notNull())
    .addColumn("referrer", "text", (c) => c.notNull())
    .addColumn("visit_count", "integer", (c) => c.notNull())
    .addColumn("first_seen_at", "bigint", (c) => c.notNull())
    .addColumn("last_seen_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("visitors_pk", ["property_id", "id"])
    .execute();
  await sql`create index visitors_contacts on visitors (property_id, last_seen_at desc, id desc) where contact_since is not null`.execute(
    db,
  );
  await sql`create index visitors_attached on visitors (property_id, attached_to) where attached_to is not null`.execute(
    db,
  );
  await sql`create index visitors_strangers on visitors (property_id, last_seen_at) where contact_since is null`.execute(
    db,
  );

  await db.schema
    .createTable("visits")
    .addColumn("id", "text", (c) => c.primaryKey().notNull())
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("visitor_id", "text", (c) => c.notNull())
    .addColumn("page", "text", (c) => c.notNull())
    .addColumn("referrer", "text", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex("visits_visitor")
    .on("visits")
    .columns(["property_id", "visitor_id", "at"])
    .execute();

  await db.schema
    .createTable("details")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("visitor_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("device_id", "text")
    .addColumn("field", "text", (c) => c.notNull())
    .addColumn("value", "text", (c) => c.notNull())
    .addColumn("compare_key", "text", (c) => c.notNull())
    .addColumn("status", "text", (c) => c.notNull())
    .addColumn("source", "text", (c) => c.notNull())
    .addColumn("proven", "integer", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("previous", "text")
    .addPrimaryKeyConstraint("details_pk", ["property_id", "visitor_id", "id"])
    .$call(clustered(db))
    .execute();
  await sql`create index details_identifiers on details (property_id, field, compare_key)
    where status = 'current' and field in ('email', 'phone', 'user_id')`.execute(db);

  await db.schema
    .createTable("contact_terms")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("visitor_id", "text", (c) => c.notNull())
    .addColumn("term", inByteOrder(db), (c) => c.notNull())
    .addPrimaryKeyConstraint("contact_terms_pk", ["property_id", "visitor_id", "term"])
    .$call(clustered(db))
    .execute();
  await db.schema
    .createIndex("contact_terms_term")
    .on("contact_terms")
    .columns(["property_id", "term", "visitor_id"])
    .execute();

  await db.schema
    .createTable("contacts_to_index")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("visitor_id", "text", (c) => c.notNull())
    .execute();

  await db.schema
    .createTable("suggestions")
    .addColumn("id", "text", (c) => c.primaryKey().notNull())
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("a", "text", (c) => c.notNull())
    .addColumn("b", "text", (c) => c.notNull())
    .addColumn("reason", "text", (c) => c.notNull())
    .addColumn("status", "text", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addUniqueConstraint("suggestions_pair", ["property_id", "a", "b"])
    .execute();
  await db.schema.createIndex("suggestions_b").on("suggestions").columns(["property_id", "b"]).execute();
}

async function conversationTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("conversations")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("visitor_id", "text", (c) => c.notNull())
    .addColumn("contact_id", "text", (c) => c.notNull())
    .addColumn("form", "text", (c) => c.notNull())
    .addColumn("ticket", "integer")
    .addColumn("status", "text", (c) => c.notNull())
    .addColumn("unread", "integer", (c) => c.notNull())
    .addColumn("claimed", "integer", (c) => c.notNull())
    .addColumn("suspicious", "integer", (c) => c.notNull())
    .addColumn("preview", "text", (c) => c.notNull())
    .addColumn("last_place", "integer", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("last_message_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("conversations_pk", ["property_id", "id"])
    .$call(clustered(db))
    .execute();
  await sql`create index conversations_inbox on conversations (property_id, suspicious, status, last_message_at desc, id desc, unread)`.execute(
    db,
  );
  await db.schema
    .createIndex("conversations_contact")
    .on("conversations")
    .columns(["property_id", "contact_id"])
    .execute();

  await db.schema
    .createTable("messages")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("conversation_id", "text", (c) => c.notNull())
    .addColumn("place", "integer", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("author", "text", (c) => c.notNull())
    .addColumn("agent_id", "text")
    .addColumn("text", "text", (c) => c.notNull())
    .addColumn("sent_at", "bigint", (c) => c.notNull())
    .addColumn("received_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("messages_pk", ["property_id", "conversation_id", "place"])
    .$call(clustered(db))
    .execute();

  await db.schema
    .createTable("submissions")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("conversation_id", "text", (c) => c.notNull())
    .addColumn("visitor_id", "text", (c) => c.notNull())
    .addColumn("form", "text", (c) => c.notNull())
    .addColumn("answers", "text", (c) => c.notNull())
    .addColumn("page", "text", (c) => c.notNull())
    .addColumn("locale", "text", (c) => c.notNull())
    .addColumn("sent_at", "bigint", (c) => c.notNull())
    .addColumn("received_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("submissions_pk", ["property_id", "conversation_id", "id"])
    .$call(clustered(db))
    .execute();
  await db.schema
    .createTable("deliveries")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("visitor_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("receipt", "text", (c) => c.notNull())
    .addColumn("received_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("deliveries_pk", ["property_id", "id", "visitor_id"])
    .$call(clustered(db))
    .execute();
}
