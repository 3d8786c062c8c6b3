import { type Kysely, type Migration, sql } from "kysely";
import { clustered } from "./tables.ts";

/** Agents' messages that are to be mailed, whom else they go to, and who wants no mail about a conversation. */
export const answersByMail: Migration = {
  async up(db) {
    await answersToMail(db);
    await copies(db);
    await stops(db);
    await db.schema
      .alterTable("conversations")
      .addColumn("mail_failed", "integer", (c) => c.notNull().defaultTo(0))
      .execute();
  },
};

async function answersToMail(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("answers_to_mail")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("conversation_id", "text", (c) => c.notNull())
    .addColumn("first_sequence", "bigint", (c) => c.notNull())
    .addColumn("due_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("answers_to_mail_pk", ["property_id", "conversation_id"])
    .$call(clustered(db))
    .execute();
  await sql`create index answers_to_mail_due on answers_to_mail (due_at)`.execute(db);
}

async function copies(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("message_copies")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("conversation_id", "text", (c) => c.notNull())
    .addColumn("message_id", "text", (c) => c.notNull())
    .addColumn("cc", "text", (c) => c.notNull())
    .addColumn("bcc", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("message_copies_pk", ["property_id", "conversation_id", "message_id"])
    .$call(clustered(db))
    .execute();
  await db.schema
    .createTable("conversation_participants")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("conversation_id", "text", (c) => c.notNull())
    .addColumn("address_key", "text", (c) => c.notNull())
    .addColumn("address", "text", (c) => c.notNull())
    .addColumn("added_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("conversation_participants_pk", [
      "property_id",
      "conversation_id",
      "address_key",
    ])
    .$call(clustered(db))
    .execute();
}

async function stops(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("mail_stops")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("conversation_id", "text", (c) => c.notNull())
    .addColumn("stopped_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("mail_stops_pk", ["property_id", "conversation_id"])
    .$call(clustered(db))
    .execute();
}
