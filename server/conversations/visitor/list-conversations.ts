import type { ListedConversation } from "../../../shared/conversation.ts";
import type { Db } from "../../platform/database/open.ts";
import { countUnreadByVisitor } from "../core/publish-changes.ts";
import { listOpenedConversations, type Reader } from "./opened-conversations.ts";

/** The list shows no more conversations than this. */
const MAX_LISTED = 50;

/**
 * Lists the conversations that a browser may read, the last message first: those that it began (R12), and those that a
 * proven e-mail has opened (R33). One that was joined into another is left out; so is one that only agents can see yet.
 */
export async function listConversations(db: Db, reader: Reader): Promise<ListedConversation[]> {
  const { property, visitor } = reader;
  const opened = await listOpenedConversations(db, reader);
  const rows = await db
    .selectFrom("conversations")
    .select(["id", "ticket", "subject", "preview", "status", "last_message_at"])
    .where("property_id", "=", property)
    .where((eb) =>
      opened.length
        ? eb.or([eb("visitor_id", "=", visitor), eb("id", "in", opened)])
        : eb("visitor_id", "=", visitor),
    )
    .where("hidden", "=", 0)
    .where("joined_into", "is", null)
    .orderBy("last_message_at", "desc")
    .orderBy("id", "desc")
    .limit(MAX_LISTED)
    .execute();
  if (!rows.length) return [];
  const unread = await countUnreadByVisitor(db, property, rows);
  return rows.map(({ id, ticket, subject, preview, status, last_message_at }) => ({
    id,
    ticket,
    subject: subject || preview,
    status,
    preview,
    lastMessageAt: last_message_at,
    unread: unread.has(id),
  }));
}
