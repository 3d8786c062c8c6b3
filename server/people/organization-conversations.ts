import type { ConversationSummary } from "../../shared/conversation.ts";
import { isCurrentOrganization } from "../contacts/identity/indexed-details.ts";
import { readSummaries, selectSummaries } from "../conversations/inbox/summaries.ts";
import type { Db } from "../platform/database/open.ts";
import { type Cursor, cutPage, followsCursor } from "../platform/paging.ts";

const PAGE_SIZE = 50;

/**
 * Reads a page of the conversations with the people of an organization, the last message first.
 *
 * @param key the normalized name of the organization
 */
export async function listOrganizationConversations(
  db: Db,
  property: string,
  key: string,
  cursor: Cursor | null,
): Promise<{ items: ConversationSummary[]; next: string | null }> {
  const people = db
    .selectFrom("details")
    .select("details.visitor_id")
    .where("details.property_id", "=", property)
    .where("details.compare_key", "=", key)
    .where(isCurrentOrganization);
  const rows = await selectSummaries(db)
    .where("conversations.property_id", "=", property)
    .where("conversations.contact_id", "in", people)
    .where(followsCursor(cursor, ["conversations.last_message_at", "conversations.id"], "desc"))
    .orderBy("conversations.last_message_at", "desc")
    .orderBy("conversations.id", "desc")
    .limit(PAGE_SIZE + 1)
    .execute();
  const { page, next } = cutPage(rows, PAGE_SIZE, (row) => ({ at: row.last_message_at, id: row.id }));
  return { items: await readSummaries(db, property, page), next };
}
