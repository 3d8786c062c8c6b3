import type { PersonExport } from "../../shared/crm.ts";
import { readMerges } from "../contacts/merges.ts";
import { listNotes } from "../contacts/notes.ts";
import { readContact } from "../contacts/read.ts";
import type { Db } from "../platform/database/open.ts";
import { entries, toMessage } from "./entries.ts";
import { summaries, toSummary } from "./list.ts";
import { readSubmissions } from "./read.ts";

/**
 * All that is kept of one person (R26).
 *
 * @throws Failure `not_found`
 */
export async function exportContact(
  db: Db,
  property: string,
  asked: string,
  now: number,
): Promise<PersonExport> {
  const contact = await readContact(db, property, asked);
  const family = await db
    .selectFrom("visitors")
    .select("id")
    .where("property_id", "=", property)
    .where((is) => is.or([is("id", "=", contact.id), is("attached_to", "=", contact.id)]))
    .execute();
  const visits = await db
    .selectFrom("visits")
    .select(["page", "referrer", "at", "visitor_id as device"])
    .where("property_id", "=", property)
    .where(
      "visitor_id",
      "in",
      family.map(({ id }) => id),
    )
    .orderBy("at")
    .orderBy("id")
    .execute();
  const chats = await summaries(db)
    .where("conversations.property_id", "=", property)
    .where("conversations.contact_id", "=", contact.id)
    .orderBy("conversations.created_at")
    .orderBy("conversations.id")
    .execute();
  const conversations: PersonExport["conversations"] = [];
  for (const chat of chats) {
    const rows = await entries(db)
      .where("messages.property_id", "=", property)
      .where("messages.conversation_id", "=", chat.id)
      .orderBy("messages.place")
      .execute();
    const submissions = await readSubmissions(db, property, chat.id);
    conversations.push({ ...toSummary(chat), messages: rows.map(toMessage), submissions });
  }
  return {
    exportedAt: now,
    contact: { ...contact, visits },
    notes: await listNotes(db, property, contact.id),
    merges: await readMerges(db, property, contact.id),
    conversations,
  };
}
