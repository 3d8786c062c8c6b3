import type { ConversationSummary } from "../../shared/conversation.ts";
import { isCurrentOrganization } from "../contacts/identity/indexed-details.ts";
import { summaries, toSummary } from "../conversations/inbox/list-conversations.ts";
import type { Db } from "../platform/database/open.ts";
import { type Cursor, cutPage } from "../platform/paging.ts";

const PAGE = 50;

/**
 * A page of the conversations with the people of an organization, the last message first.
 *
 * @param key what the organization's name is compared by
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
  const rows = await summaries(db)
    .where("conversations.property_id", "=", property)
    .where("conversations.contact_id", "in", people)
    .$if(cursor !== null, (some) =>
      some.where((eb) =>
        eb(
          eb.refTuple("conversations.last_message_at", "conversations.id"),
          "<",
          eb.tuple(cursor?.at ?? 0, cursor?.id ?? ""),
        ),
      ),
    )
    .orderBy("conversations.last_message_at", "desc")
    .orderBy("conversations.id", "desc")
    .limit(PAGE + 1)
    .execute();
  const { page, next } = cutPage(rows, PAGE, (row) => ({ at: row.last_message_at, id: row.id }));
  return { items: page.map(toSummary), next };
}
