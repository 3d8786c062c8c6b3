import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import type { VisitorHistory } from "../../../shared/live.ts";
import type { Db } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { type EntryRow, entries } from "../core/entries.ts";
import { MAX_SEQUENCE } from "../core/sequence.ts";
import { PAGE_SIZE } from "../inbox/read-conversation.ts";
import { toVisitorMessage, VISITOR_EVENTS } from "./view.ts";

/** A visitor's entries before a place, over all of their conversations back to the first; oldest first. */
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
 * A visitor's last entries before a place, over all of their conversations, the last first, one more than is shown.
 * Costs what it brings: conversations may have gone on side by side, and only those that the page could touch are read.
 *
 * @param changedUntil leaves out what was changed later than this place
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
    const its = await visitorEntries(db, property, id)
      .where("messages.sequence", "<", until)
      .$if(changedUntil !== null, (some) => some.where("messages.revision", "<=", changedUntil ?? 0))
      .orderBy("messages.sequence", "desc")
      .limit(PAGE_SIZE + 1)
      .execute();
    last = [...last, ...its].sort((a, b) => b.sequence - a.sequence).slice(0, PAGE_SIZE + 1);
  }
  return last;
}

/**
 * Which conversations have entries for the visitor before a place, with the last of them; the last first. Those without
 * any are left out here, in one statement: of forms that ask for no message there may be thousands.
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
    // whatever the status; named, so that SQLite finds them in the visitor's index
    .where("conversations.status", "in", ["open", "closed"])
    .execute();
  return rows.flatMap(({ id, top }) => (top === null ? [] : [{ id, top }])).sort((a, b) => b.top - a.top);
}

/** What visitors may see of a conversation. */
function isVisibleToVisitor(eb: ExpressionBuilder<Schema, "messages">): Expression<SqlBool> {
  return eb.or([
    eb("messages.kind", "=", "message"),
    ...VISITOR_EVENTS.map((event) => eb("messages.event", "like", `{"kind":"${event}"%`)),
  ]);
}

/** The entries of a conversation that its visitor may see. */
export function visitorEntries(db: Db, property: string, conversation: string) {
  return entries(db)
    .where("messages.property_id", "=", property)
    .where("messages.conversation_id", "=", conversation)
    .where((eb) => isVisibleToVisitor(eb as never));
}

/**
 * Lets a visitor see a conversation that is their own (R12).
 *
 * @throws Failure `conversation_unknown` also for one of somebody else: who asks learns nothing
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
