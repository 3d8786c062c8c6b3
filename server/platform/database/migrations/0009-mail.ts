import { type Kysely, type Migration, sql } from "kysely";

/** Mail that is sent: the settings of each property, and the queue. */
export const mail: Migration = {
  async up(db) {
    await settings(db);
    await mails(db);
  },
};

async function settings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("mail_settings")
    .addColumn("property_id", "text", (c) => c.primaryKey().notNull())
    .addColumn("settings", "text")
    .addColumn("version", "integer", (c) => c.notNull())
    .addColumn("updated_at", "bigint", (c) => c.notNull())
    .execute();
}

async function mails(db: Kysely<unknown>): Promise<void> {
  const table = db.schema
    .createTable("mails")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("automatic", "integer", (c) => c.notNull())
    .addColumn("conversation_id", "text")
    .addColumn("entries", "text", (c) => c.notNull().defaultTo("[]"))
    .addColumn("visitor_id", "text")
    .addColumn("recipients", "text", (c) => c.notNull())
    .addColumn("recipient_key", "text", (c) => c.notNull())
    .addColumn("reply_to", "text")
    .addColumn("subject", "text", (c) => c.notNull())
    .addColumn("text", "text", (c) => c.notNull())
    .addColumn("html", "text", (c) => c.notNull())
    .addColumn("headers", "text", (c) => c.notNull())
    .addColumn("files", "text", (c) => c.notNull())
    .addColumn("message_id", "text", (c) => c.notNull())
    .addColumn("in_reply_to", "text")
    .addColumn("reference_ids", "text", (c) => c.notNull());
  await table
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("attempts", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("uncertain_attempts", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("next_attempt_at", "bigint")
    .addColumn("failure", "text")
    .addColumn("failure_answer", "text", (c) => c.notNull().defaultTo(""))
    .addColumn("refused", "text", (c) => c.notNull().defaultTo("[]"))
    .addColumn("answer", "text", (c) => c.notNull().defaultTo(""))
    .addColumn("relay_message_id", "text")
    .addColumn("runner", "text")
    .addColumn("lease_until", "bigint", (c) => c.notNull().defaultTo(0))
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("queued_at", "bigint", (c) => c.notNull())
    .addColumn("changed_at", "bigint", (c) => c.notNull())
    .addColumn("expires_at", "bigint")
    .addColumn("sent_at", "bigint")
    .addPrimaryKeyConstraint("mails_pk", ["property_id", "id"])
    .execute();
  await sql`create index mails_due on mails (next_attempt_at, id) where next_attempt_at is not null`.execute(
    db,
  );
  await sql`create index mails_sending on mails (lease_until) where state = 'sending'`.execute(db);
  await sql`create index mails_state on mails (property_id, state, changed_at)`.execute(db);
  await sql`create index mails_conversation on mails (property_id, conversation_id, id)
    where conversation_id is not null`.execute(db);
  await sql`create index mails_visitor on mails (property_id, visitor_id) where visitor_id is not null`.execute(
    db,
  );
  await sql`create index mails_message_id on mails (property_id, message_id)`.execute(db);
  await sql`create index mails_relay_message_id on mails (property_id, relay_message_id)
    where relay_message_id is not null`.execute(db);
  await sql`create index mails_automatic on mails (recipient_key, created_at) where automatic = 1`.execute(
    db,
  );
}
