import * as z from "zod/mini";
import {
  AnsweredField,
  type Conversation,
  type MessagePage,
  type Submission,
} from "../../../shared/conversation.ts";
import { resolveAlias } from "../../contacts/identity/aliases.ts";
import { findVisitor } from "../../contacts/identity/contact-store.ts";
import { showEmail } from "../../contacts/identity/show-email.ts";
import { toDevice } from "../../contacts/identity/to-device.ts";
import type { Db } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { selectEntries, toMessage } from "../core/entries.ts";
import { MAX_SEQUENCE } from "../core/sequence.ts";
import { listWithJoined } from "../tickets/joined-tickets.ts";
import { findSummary, readSummaries } from "./summaries.ts";

/** How many entries a page has. A conversation of 10,000 opens as fast as one of 50. */
export const PAGE_SIZE = 50;

/**
 * Reads one conversation: its last entries, its submissions, and the device that began it. A ticket has the entries and
 * submissions of the tickets that were joined into it, too.
 *
 * @throws ApiError `not_found`
 */
export async function readConversation(db: Db, property: string, id: string): Promise<Conversation> {
  const row = await findSummary(db, property, id);
  const [summary] = await readSummaries(db, property, [row]);
  if (!summary) throw new ApiError("not_found");
  const device = await findVisitor(db, property, row.visitor_id);
  const isMerged = device && (await resolveAlias(db, property, device.id)) !== device.id;
  const ids = await listWithJoined(db, property, id);
  return {
    ...summary,
    ...(await readEntriesOf(db, property, ids, { before: null, size: PAGE_SIZE })),
    submissions: await readSubmissions(db, property, ids),
    device: device ? toDevice(device, isMerged === true) : null,
  };
}

interface EntryPage {
  /** The sequence number before which the page ends; null: the last page. */
  readonly before: number | null;
  /** The most entries. */
  readonly size: number;
}

/**
 * Reads a page of a conversation's entries, oldest first. See `readConversation`.
 *
 * @throws ApiError `not_found`
 */
export async function readEntries(
  db: Db,
  property: string,
  conversation: string,
  page: EntryPage,
): Promise<MessagePage> {
  const ids = await listWithJoined(db, property, conversation);
  if (!ids.length) throw new ApiError("not_found");
  return readEntriesOf(db, property, ids, page);
}

/** Reads a page of the entries of some conversations, which are one stream. */
async function readEntriesOf(
  db: Db,
  property: string,
  conversations: readonly string[],
  { before, size }: EntryPage,
): Promise<MessagePage> {
  const lists = conversations.map((conversation) =>
    selectEntries(db)
      .where("messages.property_id", "=", property)
      .where("messages.conversation_id", "=", conversation)
      .$if(before !== null, (some) =>
        some.where("messages.sequence", "<", Math.min(before ?? 0, MAX_SEQUENCE)),
      )
      .orderBy("messages.sequence", "desc")
      .limit(size + 1)
      .execute(),
  );
  const rows = (await Promise.all(lists)).flat().sort((a, b) => b.sequence - a.sequence);
  return { messages: rows.slice(0, size).reverse().map(toMessage), earlier: rows.length > size };
}

const showAnswer = (field: AnsweredField): AnsweredField =>
  field.type === "email" && typeof field.answer === "string"
    ? { ...field, answer: showEmail(field.answer) }
    : field;

/** Reads the submissions of conversations, oldest first. */
export async function readSubmissions(
  db: Db,
  property: string,
  conversations: readonly string[],
): Promise<Submission[]> {
  const rows = await db
    .selectFrom("submissions")
    .selectAll()
    .where("property_id", "=", property)
    .where("conversation_id", "in", conversations)
    .orderBy("received_at")
    .orderBy("id")
    .execute();
  return rows.map(toSubmission);
}

export const toSubmission = (row: Schema["submissions"]): Submission => ({
  id: row.id,
  form: row.form,
  answers: z.parse(z.array(AnsweredField), JSON.parse(row.answers)).map(showAnswer),
  page: row.page,
  locale: row.locale,
  sentAt: row.sent_at,
  receivedAt: row.received_at,
});
