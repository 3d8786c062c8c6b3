import { findBlocked } from "../contacts/crm/blocks.ts";
import { isOneOf } from "../platform/database/chunks.ts";
import type { Db } from "../platform/database/open.ts";

/**
 * Reads the conversations of a property that have changed, in the order of their last changes. Those of blocked visitors, and those
 * that a program has probably written, are not among them.
 *
 * @param range the sequence numbers of what is new: after the first, up to the second. A conversation is read as it is now
 */
export async function readChanges(db: Db, property: string, [after, until]: readonly [number, number]) {
  const changed = await db
    .selectFrom("conversations")
    .select(["id", "visitor_id", "assignee_id", "unread", "suspicious", "joined_into", "last_sequence"])
    .select(["ticket", "status", "unanswered_since"])
    .where("property_id", "=", property)
    .where("revision", ">", after)
    .where("last_sequence", ">", after)
    .where("suspicious", "=", 0)
    .orderBy("revision")
    .execute();
  if (!changed.length) return [];
  const entries = await db
    .selectFrom("messages")
    .select(["conversation_id", "sequence", "kind", "author", "agent_id", "text", "event", "retracted"])
    .where("property_id", "=", property)
    .where(
      isOneOf(
        db,
        "conversation_id",
        changed.map(({ id }) => id),
      ),
    )
    .where("sequence", ">", after)
    .where("sequence", "<=", until)
    .orderBy("sequence")
    .execute();
  const blocked = await findBlocked(
    db,
    property,
    changed.map(({ visitor_id }) => visitor_id),
  );
  const byConversation = new Map<string, typeof entries>(changed.map(({ id }) => [id, []]));
  for (const entry of entries) byConversation.get(entry.conversation_id)?.push(entry);
  return changed
    .filter(({ visitor_id }) => !blocked.has(visitor_id))
    .map((conversation) => ({ conversation, entries: byConversation.get(conversation.id) ?? [] }));
}
