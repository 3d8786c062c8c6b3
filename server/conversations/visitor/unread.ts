import type { Db } from "../../platform/database/open.ts";

/**
 * Whether the visitor's last conversation has unread messages of agents. For most visitors, who never wrote, this is one
 * index lookup.
 */
export async function hasUnread(db: Db, property: string, visitor: string): Promise<boolean> {
  const last = await db
    .selectFrom("conversations")
    .select(["id", "last_sequence", "visitor_read"])
    .where("property_id", "=", property)
    .where("visitor_id", "=", visitor)
    .where("hidden", "=", 0)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!last || last.last_sequence <= last.visitor_read) return false;
  const message = await db
    .selectFrom("messages")
    .select("id")
    .where("property_id", "=", property)
    .where("conversation_id", "=", last.id)
    .where("sequence", ">", last.visitor_read)
    .where("kind", "=", "message")
    .where("author", "=", "agent")
    .where("retracted", "=", 0)
    .limit(1)
    .executeTakeFirst();
  return !!message;
}
