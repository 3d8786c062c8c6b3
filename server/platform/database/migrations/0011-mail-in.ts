import { type Kysely, type Migration, sql } from "kysely";

/** Mail that is received: the mailbox of each property, every received mail, and who has written. */
export const mailIn: Migration = {
  async up(db) {
    await mailboxes(db);
    await receivedMails(db);
    await senders(db);
  },
};

async function mailboxes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("mailboxes")
    .addColumn("property_id", "text", (c) => c.primaryKey().notNull())
    .addColumn("settings", "text", (c) => c.notNull())
    .addColumn("version", "integer", (c) => c.notNull())
    .addColumn("http_secret_hash", "text")
    .addColumn("folder_key", "text")
    .addColumn("uid_validity", "bigint")
    .addColumn("last_uid", "bigint", (c) => c.notNull().defaultTo(0))
    .addColumn("since", "bigint", (c) => c.notNull().defaultTo(0))
    .addColumn("runner", "text")
    .addColumn("lease_until", "bigint", (c) => c.notNull().defaultTo(0))
    .addColumn("connected_at", "bigint")
    .addColumn("last_mail_at", "bigint")
    .addColumn("failure", "text")
    .addColumn("failure_answer", "text", (c) => c.notNull().defaultTo(""))
    .addColumn("failing_since", "bigint")
    .addColumn("notified_at", "bigint")
    .addColumn("updated_at", "bigint", (c) => c.notNull())
    .execute();
}

async function receivedMails(db: Kysely<unknown>): Promise<void> {
  const table = db.schema
    .createTable("received_mails")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("source", "text", (c) => c.notNull())
    .addColumn("folder_key", "text")
    .addColumn("uid_validity", "bigint")
    .addColumn("uid", "bigint")
    .addColumn("raw_digest", "text", (c) => c.notNull())
    .addColumn("size", "integer", (c) => c.notNull())
    .addColumn("message_id", "text")
    .addColumn("content_digest", "text")
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("tries", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("next_try_at", "bigint")
    .addColumn("outcome", "text")
    .addColumn("reason", "text", (c) => c.notNull().defaultTo(""));
  await table
    .addColumn("conversation_id", "text")
    .addColumn("visitor_id", "text")
    .addColumn("role", "text")
    .addColumn("vouched", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("from_name", "text", (c) => c.notNull().defaultTo(""))
    .addColumn("from_address", "text", (c) => c.notNull().defaultTo(""))
    .addColumn("copied", "text", (c) => c.notNull().defaultTo("[]"))
    .addColumn("subject", "text", (c) => c.notNull().defaultTo(""))
    .addColumn("text_above", "text", (c) => c.notNull().defaultTo(""))
    .addColumn("text_below", "text", (c) => c.notNull().defaultTo(""))
    .addColumn("is_cut", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("omitted", "text", (c) => c.notNull().defaultTo("[]"))
    .addColumn("received_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("received_mails_pk", ["property_id", "id"])
    .execute();
  await sql`create unique index received_mails_digest on received_mails (property_id, raw_digest)`.execute(
    db,
  );
  await sql`create unique index received_mails_uid on received_mails
    (property_id, folder_key, uid_validity, uid) where uid is not null`.execute(db);
  await sql`create index received_mails_due on received_mails (next_try_at, id)
    where next_try_at is not null`.execute(db);
  await sql`create index received_mails_failed on received_mails (property_id, id)
    where state = 'failed'`.execute(db);
  await sql`create index received_mails_message_id on received_mails (property_id, message_id)
    where message_id is not null`.execute(db);
  await sql`create index received_mails_conversation on received_mails (property_id, conversation_id, id)
    where conversation_id is not null`.execute(db);
  await sql`create index received_mails_visitor on received_mails (property_id, visitor_id)
    where visitor_id is not null`.execute(db);
}

/** The visitor that stands for an address: what it sends is on one record, whether or not anybody proved to own it. */
async function senders(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("mail_senders")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("address_key", "text", (c) => c.notNull())
    .addColumn("visitor_id", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("mail_senders_pk", ["property_id", "address_key"])
    .execute();
  await sql`create index mail_senders_visitor on mail_senders (property_id, visitor_id)`.execute(db);
}
