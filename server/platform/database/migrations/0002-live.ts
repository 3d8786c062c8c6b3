import { type Kysely, type Migration, sql } from "kysely";
import { clustered } from "./tables.ts";

/** Live chat: every change of a conversation has a place in its property's order. */
export const live: Migration = {
  async up(db) {
    await places(db);
    await conversations(db);
    await messages(db);
    await files(db);
    await savedAnswers(db);
  },
};

/** The counter starts above every place that was given while each conversation still had its own. */
async function places(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("places")
    .addColumn("property_id", "text", (c) => c.primaryKey().notNull())
    .addColumn("last_place", "bigint", (c) => c.notNull())
    .execute();
  await sql`insert into places (property_id, last_place)
    select properties.id, coalesce((select max(last_place) from conversations where property_id = properties.id), 0)
    from properties`.execute(db);
}

async function conversations(db: Kysely<unknown>): Promise<void> {
  for (const name of ["revision", "visitor_read", "agent_read"] as const)
    await db.schema
      .alterTable("conversations")
      .addColumn(name, "bigint", (c) => c.notNull().defaultTo(0))
      .execute();
  for (const name of ["assignee_id", "rating", "opener"] as const)
    await db.schema.alterTable("conversations").addColumn(name, "text").execute();
  await db.schema.alterTable("conversations").addColumn("waiting_since", "bigint").execute();
  await sql`update conversations set revision = last_place`.execute(db);
  await sql`update conversations set status = 'closed' where status = 'done'`.execute(db);
  await sql`update conversations set waiting_since = last_message_at where status = 'open'`.execute(db);
  await sql`create index conversations_changes on conversations (property_id, revision)`.execute(db);
  await sql`create index conversations_visitor on conversations (property_id, visitor_id, status, id)`.execute(
    db,
  );
  await sql`create index conversations_waiting on conversations (property_id, waiting_since, id)
    where waiting_since is not null`.execute(db);
  await sql`create index conversations_assignee on conversations (property_id, assignee_id, status, last_message_at desc, id desc)
    where assignee_id is not null`.execute(db);
}

async function messages(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("messages")
    .addColumn("revision", "bigint", (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema
    .alterTable("messages")
    .addColumn("kind", "text", (c) => c.notNull().defaultTo("message"))
    .execute();
  await db.schema
    .alterTable("messages")
    .addColumn("files", "text", (c) => c.notNull().defaultTo("[]"))
    .execute();
  await db.schema.alterTable("messages").addColumn("event", "text").execute();
  await db.schema.alterTable("messages").addColumn("edited_at", "bigint").execute();
  await db.schema
    .alterTable("messages")
    .addColumn("retracted", "integer", (c) => c.notNull().defaultTo(0))
    .execute();
  await sql`update messages set revision = place`.execute(db);
  await sql`create index messages_changed on messages (property_id, conversation_id, revision)
    where revision <> place`.execute(db);
  await sql`create unique index messages_of_agents on messages (property_id, conversation_id, id)
    where agent_id is not null`.execute(db);
}

async function files(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("files")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("conversation_id", "text")
    .addColumn("visitor_id", "text")
    .addColumn("agent_id", "text")
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("type", "text", (c) => c.notNull())
    .addColumn("size", "bigint", (c) => c.notNull())
    .addColumn("width", "integer")
    .addColumn("height", "integer")
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("files_pk", ["property_id", "id"])
    .$call(clustered(db))
    .execute();
  await sql`create index files_unused on files (created_at) where conversation_id is null`.execute(db);
}

async function savedAnswers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("saved_answers")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("shortcut", "text", (c) => c.notNull())
    .addColumn("text", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("saved_answers_pk", ["property_id", "id"])
    .addUniqueConstraint("saved_answers_shortcut", ["property_id", "shortcut"])
    .execute();
}
