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
import { ApiError } from "../../platform/http/api-error.ts";
import { selectEntries, toMessage } from "../core/entries.ts";
import { MAX_SEQUENCE } from "../core/sequence.ts";
import { selectSummaries, toSummary } from "./list-conversations.ts";

/** How many entries a page has. A conversation of 10,000 opens as fast as one of 50. */
export const PAGE_SIZE = 50;

/**
 * Reads one conversation: its last entries, its submissions, and the device that began it.
 *
 * @throws ApiError `not_found`
 */
export async function readConversation(db: Db, property: string, id: string): Promise<Conversation> {
  const row = await findSummary(db, property, id);
  const device = await findVisitor(db, property, row.visitor_id);
  const isMerged = device && (await resolveAlias(db, property, device.id)) !== device.id;
  return {
    ...toSummary(row),
    ...(await readEntries(db, property, id, null)),
    submissions: await readSubmissions(db, property, id),
    device: device ? toDevice(device, isMerged === true) : null,
  };
}

/** @throws ApiError `not_found` */
export async function findSummary(db: Db, property: string, id: string) {
  const row = await selectSummaries(db)
    .where("conversations.property_id", "=", property)
    .where("conversations.id", "=", id)
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  return row;
}

/**
 * Reads a page of entries, oldest first.
 *
 * @param before the sequence number before which the page ends; null: the last page
 */
export async function readEntries(
  db: Db,
  property: string,
  conversation: string,
  before: number | null,
): Promise<MessagePage> {
  const rows = await selectEntries(db)
    .where("messages.property_id", "=", property)
    .where("messages.conversation_id", "=", conversation)
    .$if(before !== null, (some) => some.where("messages.sequence", "<", Math.min(before ?? 0, MAX_SEQUENCE)))
    .orderBy("messages.sequence", "desc")
    .limit(PAGE_SIZE + 1)
    .execute();
  return { messages: rows.slice(0, PAGE_SIZE).reverse().map(toMessage), earlier: rows.length > PAGE_SIZE };
}

const showAnswer = (field: AnsweredField): AnsweredField =>
  field.type === "email" && typeof field.answer === "string"
    ? { ...field, answer: showEmail(field.answer) }
    : field;

/** Reads the submissions of a conversation, oldest first. */
export async function readSubmissions(db: Db, property: string, conversation: string): Promise<Submission[]> {
  const rows = await db
    .selectFrom("submissions")
    .selectAll()
    .where("property_id", "=", property)
    .where("conversation_id", "=", conversation)
    .orderBy("received_at")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    form: row.form,
    answers: z.parse(z.array(AnsweredField), JSON.parse(row.answers)).map(showAnswer),
    page: row.page,
    locale: row.locale,
    sentAt: row.sent_at,
    receivedAt: row.received_at,
  }));
}
