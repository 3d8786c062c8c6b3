import type { VisitorTicket } from "../../../shared/conversation.ts";
import type { Db } from "../../platform/database/open.ts";
import { countUnreadByVisitor } from "../core/publish-changes.ts";

/** A visitor's list shows no more tickets than this. */
const MAX_TICKETS = 50;

/**
 * Lists a visitor's own tickets, the last message first (R12: those of this browser only). One that was joined into
 * another is left out; so is one that only agents can see yet.
 */
export async function listVisitorTickets(
  db: Db,
  property: string,
  visitor: string,
): Promise<VisitorTicket[]> {
  const rows = await db
    .selectFrom("conversations")
    .select(["id", "ticket", "subject", "preview", "status", "last_message_at"])
    .where("property_id", "=", property)
    .where("visitor_id", "=", visitor)
    .where("ticket", "is not", null)
    .where("hidden", "=", 0)
    .where("joined_into", "is", null)
    .orderBy("last_message_at", "desc")
    .orderBy("id", "desc")
    .limit(MAX_TICKETS)
    .execute();
  if (!rows.length) return [];
  const unread = await countUnreadByVisitor(db, property, rows);
  return rows.map(({ id, ticket, subject, preview, status, last_message_at }) => ({
    id,
    number: ticket ?? 0,
    subject: subject || preview,
    status,
    lastMessageAt: last_message_at,
    unread: unread.has(id),
  }));
}
