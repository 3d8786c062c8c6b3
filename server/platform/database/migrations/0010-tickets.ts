import { type Kysely, type Migration, sql } from "kysely";
import { clustered } from "./tables.ts";

/** Tickets: conversations with a number, a subject, a priority, a due time, tags, follow-ups and joins. */
export const tickets: Migration = {
  async up(db) {
    await columns(db);
    await indexes(db);
    await tags(db);
  },
};

/**
 * The last column's check refuses what the types cannot: a chat that waits for the customer, a due time without an
 * unanswered message, a solved ticket without the time at which it was solved.
 */
async function columns(db: Kysely<unknown>): Promise<void> {
  await sql`drop index conversations_waiting`.execute(db);
  await db.schema.alterTable("conversations").renameColumn("waiting_since", "unanswered_since").execute();
  await db.schema
    .alterTable("conversations")
    .addColumn("subject", "text", (c) => c.notNull().defaultTo(""))
    .execute();
  await db.schema
    .alterTable("conversations")
    .addColumn("priority", "text", (c) => c.notNull().defaultTo("normal"))
    .execute();
  await db.schema
    .alterTable("conversations")
    .addColumn("hidden", "integer", (c) => c.notNull().defaultTo(0))
    .execute();
  for (const name of ["due_at", "solved_at"] as const)
    await db.schema.alterTable("conversations").addColumn(name, "bigint").execute();
  for (const name of ["follows", "followed_by", "joined_into", "before_join"] as const)
    await db.schema.alterTable("conversations").addColumn(name, "text").execute();
  await sql`update conversations set subject = substr(preview, 1, 120) where ticket is not null`.execute(db);
  await sql`alter table conversations add column tags text not null default '[]' check (
    status in ('open', 'waiting', 'solved', 'closed')
    and (ticket is not null or status in ('open', 'closed'))
    and (due_at is null or (ticket is not null and unanswered_since is not null))
    and ((solved_at is not null) = (status = 'solved'))
    and ((joined_into is null) = (before_join is null))
  )`.execute(db);
}

/** Each view of the inbox reads one range of one index. */
async function indexes(db: Kysely<unknown>): Promise<void> {
  await sql`drop index conversations_assignee`.execute(db);
  await sql`create index conversations_assignee on conversations
    (property_id, assignee_id, suspicious, status, last_message_at desc, id desc)
    where assignee_id is not null`.execute(db);
  await sql`create index conversations_unassigned on conversations
    (property_id, suspicious, status, last_message_at desc, id desc)
    where assignee_id is null`.execute(db);
  await sql`create index conversations_unanswered on conversations
    (property_id, suspicious, unanswered_since, id, due_at)
    where unanswered_since is not null`.execute(db);
  await sql`create index conversations_due on conversations (property_id, suspicious, due_at, id, unread)
    where due_at is not null`.execute(db);
  await sql`create index conversations_assignee_due on conversations
    (property_id, assignee_id, suspicious, due_at, id)
    where due_at is not null`.execute(db);
  await sql`create index conversations_solved on conversations (property_id, solved_at)
    where solved_at is not null`.execute(db);
  await sql`create unique index conversations_ticket on conversations (property_id, ticket)
    where ticket is not null`.execute(db);
  await sql`create index conversations_joined on conversations (property_id, joined_into)
    where joined_into is not null`.execute(db);
  await sql`create index conversations_follows on conversations (property_id, follows)
    where follows is not null`.execute(db);
}

/** One row for each tag of a conversation: the index of the view by tag. It repeats what the view is sorted by. */
async function tags(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("conversation_tags")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("tag_id", "text", (c) => c.notNull())
    .addColumn("conversation_id", "text", (c) => c.notNull())
    .addColumn("suspicious", "integer", (c) => c.notNull())
    .addColumn("last_message_at", "bigint", (c) => c.notNull())
    .addColumn("due_at", "bigint")
    .addPrimaryKeyConstraint("conversation_tags_pk", ["property_id", "conversation_id", "tag_id"])
    .$call(clustered(db))
    .execute();
  await sql`create index conversation_tags_list on conversation_tags
    (property_id, tag_id, suspicious, last_message_at desc, conversation_id desc)`.execute(db);
  await sql`create index conversation_tags_due on conversation_tags
    (property_id, tag_id, suspicious, due_at, conversation_id) where due_at is not null`.execute(db);
}
