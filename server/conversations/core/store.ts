import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { statement } from "../../platform/database/statement.ts";

const insertConversationRows = insertStatement("conversations");
export const insertMessages = insertStatement("messages");
export const insertSubmissions = insertStatement("submissions");

/** A new conversation. If a form opened it, `submission` is set, and `message` too if the form had a message. */
export interface NewConversation {
  readonly conversation: Schema["conversations"];
  readonly message: Schema["messages"] | null;
  readonly submission: Schema["submissions"] | null;
}

/** Inserts new conversations, with one statement for each table and 128 rows. */
export async function insertConversations(tx: Tx, opened: readonly NewConversation[]): Promise<void> {
  const conversations = opened.map(({ conversation }) => conversation);
  const messages = opened.flatMap(({ message }) => message ?? []);
  const submissions = opened.flatMap(({ submission }) => submission ?? []);
  await insertConversationRows(tx, conversations);
  await insertMessages(tx, messages);
  await insertSubmissions(tx, submissions);
}

/**
 * Allocates ticket numbers of a property (R20).
 *
 * @returns the first of `count` consecutive numbers
 */
export async function allocateTicketNumbers(tx: Tx, property: string, count: number): Promise<number> {
  const { last_ticket } = await tx
    .updateTable("properties")
    .set((eb) => ({ last_ticket: eb("last_ticket", "+", count) }))
    .where("id", "=", property)
    .returning("last_ticket")
    .executeTakeFirstOrThrow();
  return last_ticket - count + 1;
}

/** Finds conversations by their IDs. Unknown IDs are ignored. */
export const findConversations = statement(
  (db, { property, ids }: { property: string; ids: readonly string[] }) =>
    db.selectFrom("conversations").selectAll().where("property_id", "=", property).where("id", "in", ids),
);
