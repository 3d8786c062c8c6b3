import type { ExportedMail } from "../../shared/mail.ts";
import type { PersonExport } from "../../shared/person-export.ts";
import type { ExportedReceivedMail } from "../../shared/received-mail.ts";
import type { ExportedReceivedBody } from "../../shared/webhook-source.ts";
import { listNotes } from "../contacts/crm/notes.ts";
import { toDetailRecords } from "../contacts/identity/detail-records.ts";
import { toDevice } from "../contacts/identity/to-device.ts";
import { readMerges } from "../contacts/merging/read-merges.ts";
import { readContact } from "../contacts/read-contact.ts";
import { selectEntries, toMessage } from "../conversations/core/entries.ts";
import { readSubmissions } from "../conversations/inbox/read-conversation.ts";
import { readSummaries, selectSummaries } from "../conversations/inbox/summaries.ts";
import { isOneOf } from "../platform/database/chunks.ts";
import type { Db } from "../platform/database/open.ts";
import { selectEvents, toEvent } from "../visitors/events.ts";

/** Reads the mails about these visitors and their conversations, oldest first. Mail implements it. */
type ExportOf<T> = (db: Db, property: string, visitors: readonly string[]) => Promise<T[]>;
export type ExportMails = ExportOf<ExportedMail>;
export type ExportReceivedMails = ExportOf<ExportedReceivedMail>;

/** Reads what incoming webhooks have sent about these visitors, oldest first. Sources implement it. */
export type ExportReceivedBodies = ExportOf<ExportedReceivedBody>;

/**
 * Reads all data of one person (R26).
 *
 * @throws ApiError `not_found`
 */
export async function exportPerson(
  db: Db,
  property: string,
  asked: string,
  {
    now,
    exportMails,
    exportReceivedMails,
    exportReceivedBodies,
  }: {
    readonly now: number;
    readonly exportMails: ExportMails;
    readonly exportReceivedMails: ExportReceivedMails;
    readonly exportReceivedBodies: ExportReceivedBodies;
  },
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
  const visitors = rows.map(({ id }) => id);
  const merged = new Set(contact.aliases);
  // a browser's own record has what it submitted before it became a device of the contact
  const details = await db
    .selectFrom("details")
    .selectAll()
    .where("property_id", "=", property)
    .where(isOneOf(db, "visitor_id", visitors))
    .execute();
  const visits = await db
    .selectFrom("visits")
    .select(["page", "referrer", "at", "visitor_id as device"])
    .where("property_id", "=", property)
    .where(isOneOf(db, "visitor_id", visitors))
    .orderBy("at")
    .orderBy("id")
    .execute();
  const rowsOfConversations = await selectSummaries(db)
    .where("conversations.property_id", "=", property)
    .where((eb) =>
      eb.or([
        eb("conversations.contact_id", "=", contact.id),
        isOneOf(db, "conversations.visitor_id", visitors),
      ]),
    )
    .orderBy("conversations.created_at")
    .orderBy("conversations.id")
    .execute();
  const conversations: PersonExport["conversations"] = [];
  for (const summary of await readSummaries(db, property, rowsOfConversations)) {
    const messages = await selectEntries(db)
      .where("messages.property_id", "=", property)
      .where("messages.conversation_id", "=", summary.id)
      .orderBy("messages.sequence")
      .execute();
    const submissions = await readSubmissions(db, property, [summary.id]);
    conversations.push({ ...summary, messages: messages.map(toMessage), submissions });
  }
  return {
    exportedAt: now,
    contact: {
      ...contact,
      details: toDetailRecords(details),
      devices: rows.flatMap((row) => toDevice(row, merged.has(row.id)) ?? []),
      visits,
    },
    events: (await selectEvents(db, property, visitors).orderBy("at").orderBy("id").execute()).map(toEvent),
    notes: await listNotes(db, property, contact.id),
    merges: await readMerges(db, property, contact.id),
    conversations,
    provenEmails: await db
      .selectFrom("proven_emails")
      .select(["visitor_id as device", "email_key as email", "proven_at as at"])
      .where("property_id", "=", property)
      .where(isOneOf(db, "visitor_id", visitors))
      .orderBy("proven_at")
      .execute(),
    provenUserIds: await db
      .selectFrom("proven_user_ids")
      .select(["visitor_id as device", "user_id as userId", "proven_at as at"])
      .where("property_id", "=", property)
      .where(isOneOf(db, "visitor_id", visitors))
      .orderBy("proven_at")
      .execute(),
    mails: await exportMails(db, property, visitors),
    receivedMails: await exportReceivedMails(db, property, visitors),
    receivedBodies: await exportReceivedBodies(db, property, visitors),
  };
}
