import type { PersonExport } from "../../shared/crm.ts";
import { listNotes } from "../contacts/crm/notes.ts";
import { toDetailRecords } from "../contacts/identity/detail-records.ts";
import { toDevice } from "../contacts/identity/to-device.ts";
import { readMerges } from "../contacts/merging/read-merges.ts";
import { readContact } from "../contacts/read-contact.ts";
import { entries, toMessage } from "../conversations/core/entries.ts";
import { summaries, toSummary } from "../conversations/inbox/list-conversations.ts";
import { readSubmissions } from "../conversations/inbox/read-conversation.ts";
import { isOneOf } from "../platform/database/chunks.ts";
import type { Db } from "../platform/database/open.ts";

/**
 * All that is kept of one person (R26).
 *
 * @throws Failure `not_found`
 */
export async function exportPerson(
  db: Db,
  property: string,
  asked: string,
  now: number,
): Promise<PersonExport> {
  const contact = await readContact(db, property, asked);
  const rows = await db
    .selectFrom("visitors")
    .selectAll()
    .where("property_id", "=", property)
    .where((eb) => eb.or([eb("id", "=", contact.id), eb("attached_to", "=", contact.id)]))
    .orderBy("last_seen_at", "desc")
    .orderBy("id")
    .execute();
  const family = rows.map(({ id }) => id);
  const isMerged = new Set(contact.aliases);
  // what a browser said before it was a device of the contact stands in its own record
  const details = await db
    .selectFrom("details")
    .selectAll()
    .where("property_id", "=", property)
    .where(isOneOf(db, "visitor_id", family))
    .execute();
  const visits = await db
    .selectFrom("visits")
    .select(["page", "referrer", "at", "visitor_id as device"])
    .where("property_id", "=", property)
    .where(isOneOf(db, "visitor_id", family))
    .orderBy("at")
    .orderBy("id")
    .execute();
  const chats = await summaries(db)
    .where("conversations.property_id", "=", property)
    .where((eb) =>
      eb.or([
        eb("conversations.contact_id", "=", contact.id),
        isOneOf(db, "conversations.visitor_id", family),
      ]),
    )
    .orderBy("conversations.created_at")
    .orderBy("conversations.id")
    .execute();
  const conversations: PersonExport["conversations"] = [];
  for (const chat of chats) {
    const its = await entries(db)
      .where("messages.property_id", "=", property)
      .where("messages.conversation_id", "=", chat.id)
      .orderBy("messages.sequence")
      .execute();
    const submissions = await readSubmissions(db, property, chat.id);
    conversations.push({ ...toSummary(chat), messages: its.map(toMessage), submissions });
  }
  return {
    exportedAt: now,
    contact: {
      ...contact,
      details: toDetailRecords(details),
      devices: rows.flatMap((row) => toDevice(row, isMerged.has(row.id)) ?? []),
      visits,
    },
    notes: await listNotes(db, property, contact.id),
    merges: await readMerges(db, property, contact.id),
    conversations,
  };
}
