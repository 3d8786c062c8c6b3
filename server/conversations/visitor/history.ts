import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import { ConversationStatus } from "../../../shared/conversation.ts";
import type { VisitorHistory } from "../../../shared/live.ts";
import type { Db } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { type EntryRow, selectEntries } from "../core/entries.ts";
import type { ConversationRow } from "../core/row-changes.ts";
import { MAX_SEQUENCE } from "../core/sequence.ts";
import { PAGE_SIZE } from "../inbox/read-conversation.ts";
import { listOpenedConversations, type Reader } from "./opened-conversations.ts";
import { toVisitorMessage, VISITOR_EVENTS } from "./view.ts";

/** The conversations that are read as one stream: all that a browser began, or those with these IDs. */
export type Stream = { readonly visitor: string } | { readonly conversations: readonly string[] };

/** Reads a page of the entries of a stream before a sequence number, as visitors see them, oldest first. */
export async function readHistory(
  db: Db,
  wanted: { property: string; stream: Stream; before: number },
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
 * Reads the last entries of a stream before a sequence number, newest first: a page and one more. The entries of several conversations may interleave; only conversations that can contribute to the page are read.
 *
 * @param changedUntil leaves out entries that were changed after this sequence number
 */
export async function readLastEntries(
  db: Db,
  {
    property,
    stream,
    before,
    changedUntil = null,
  }: { property: string; stream: Stream; before: number; changedUntil?: number | null },
): Promise<EntryRow[]> {
  const until = Math.min(before, MAX_SEQUENCE);
  let last: EntryRow[] = [];
  for (const { id, top } of await conversationsBefore(db, { property, stream, before: until })) {
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
  { property, stream, before }: { property: string; stream: Stream; before: number },
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
    .where((eb) =>
      "visitor" in stream
        ? eb("conversations.visitor_id", "=", stream.visitor)
        : eb("conversations.id", "in", stream.conversations),
    )
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
 * Finds a conversation that a browser may read: one that it began (R12), or one that a proven e-mail has opened (R33).
 *
 * @throws ApiError `conversation_unknown` also for a conversation of another visitor, so that the answer reveals nothing
 */
export async function findReadableConversation(
  db: Db,
  reader: Reader,
  id: string,
): Promise<Pick<ConversationRow, "id" | "visitor_id" | "ticket" | "status" | "created_at">> {
  const row = await db
    .selectFrom("conversations")
    .select(["id", "visitor_id", "ticket", "status", "created_at"])
    .where("property_id", "=", reader.property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row || !(await mayRead(db, reader, row))) throw new ApiError("conversation_unknown");
  return row;
}

/** Whether a browser may read a conversation, by who began it. */
export async function mayRead(
  db: Db,
  reader: Reader,
  { id, visitor_id }: Pick<ConversationRow, "id" | "visitor_id">,
): Promise<boolean> {
  return visitor_id === reader.visitor || (await listOpenedConversations(db, reader)).includes(id);
}
