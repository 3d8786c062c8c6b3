import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import { ConversationStatus } from "../../../shared/conversation.ts";
import type { VisitorHistory } from "../../../shared/live.ts";
import type { Db } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { type EntryRow, selectEntries } from "../core/entries.ts";
import { MAX_SEQUENCE } from "../core/sequence.ts";
import { PAGE_SIZE } from "../inbox/read-conversation.ts";
import { toVisitorMessage, VISITOR_EVENTS } from "./view.ts";

/** Reads a page of a visitor's entries before a sequence number, from all of their conversations, oldest first. */
export async function readHistory(
  db: Db,
  wanted: { property: string; visitor: string; before: number },
): Promise<VisitorHistory> {
  const last = await readLastEntries(db, wanted);
  return {
    messages: last
      .slice(0, PAGE_SIZE)
      .reverse()
      .flatMap((row) => toVisitorMessage(row) ?? []),
    earlier: last.length > PAGE_SIZE,
  };
}

/**
 * Reads a visitor's last entries before a sequence number, from all of their conversations, newest first: a page and one
 * more. The entries of several conversations may interleave; only conversations that can contribute to the page are read.
 *
 * @param changedUntil leaves out entries that were changed after this sequence number
 */
export async function readLastEntries(
  db: Db,
  {
    property,
    visitor,
    before,
    changedUntil = null,
  }: { property: string; visitor: string; before: number; changedUntil?: number | null },
): Promise<EntryRow[]> {
  const until = Math.min(before, MAX_SEQUENCE);
  let last: EntryRow[] = [];
  for (const { id, top } of await conversationsBefore(db, { property, visitor, before: until })) {
    if ((last[PAGE_SIZE]?.sequence ?? 0) > top) break;
    const entries = await selectVisitorEntries(db, property, id)
      .where("messages.sequence", "<", until)
      .$if(changedUntil !== null, (some) => some.where("messages.revision", "<=", changedUntil ?? 0))
      .orderBy("messages.sequence", "desc")
      .limit(PAGE_SIZE + 1)
      .execute();
    last = [...last, ...entries].sort((a, b) => b.sequence - a.sequence).slice(0, PAGE_SIZE + 1);
  }
  return last;
}

/**
 * Lists the conversations that have visible entries before a sequence number, each with its last one, newest first.
 * Conversations without any are excluded in the statement: there may be thousands, from forms that ask for no message.
 */
async function conversationsBefore(
  db: Db,
  { property, visitor, before }: { property: string; visitor: string; before: number },
): Promise<{ id: string; top: number }[]> {
  const rows = await db
    .selectFrom("conversations")
    .select([
      "conversations.id",
      (eb) =>
        eb
          .selectFrom("messages")
          .select("messages.sequence")
          .whereRef("messages.property_id", "=", "conversations.property_id")
          .whereRef("messages.conversation_id", "=", "conversations.id")
          .where("messages.sequence", "<", before)
          .where(isVisibleToVisitor)
          .orderBy("messages.sequence", "desc")
          .limit(1)
          .as("top"),
    ])
    .where("conversations.property_id", "=", property)
    .where("conversations.visitor_id", "=", visitor)
    // every status; the condition makes SQLite use the index of the visitor
    .where("conversations.status", "in", ConversationStatus.options)
    .execute();
  return rows.flatMap(({ id, top }) => (top === null ? [] : [{ id, top }])).sort((a, b) => b.top - a.top);
}

/** The condition that an entry is visible to visitors. */
function isVisibleToVisitor(eb: ExpressionBuilder<Schema, "messages">): Expression<SqlBool> {
  const events = VISITOR_EVENTS.map((event) => eb("messages.event", "like", `{"kind":"${event}"%`));
  return eb.or([
    eb("messages.kind", "=", "message"),
    eb.and([eb("messages.author", "<>", "system"), eb.or(events)]),
  ]);
}

/** Selects the entries of a conversation that its visitor may see. */
export function selectVisitorEntries(db: Db, property: string, conversation: string) {
  return selectEntries(db)
    .where("messages.property_id", "=", property)
    .where("messages.conversation_id", "=", conversation)
    .where((eb) => isVisibleToVisitor(eb as never));
}

/**
 * Finds a visitor's own conversation (R12).
 *
 * @throws ApiError `conversation_unknown` also for a conversation of another visitor, so that the answer reveals nothing
 */
export async function findOwnConversation(
  db: Db,
  { property, visitor, id }: { property: string; visitor: string; id: string },
): Promise<{ id: string; ticket: number | null; created_at: number }> {
  const row = await db
    .selectFrom("conversations")
    .select(["id", "ticket", "created_at"])
    .where("property_id", "=", property)
    .where("id", "=", id)
    .where("visitor_id", "=", visitor)
    .executeTakeFirst();
  if (!row) throw new ApiError("conversation_unknown");
  return row;
}
