import * as z from "zod/mini";
import type { ApiSubmissionPage, ApiSubmissionQuery } from "../../../shared/api/visit.ts";
import { AnsweredField } from "../../../shared/conversation.ts";
import type { Db } from "../../platform/database/open.ts";
import { cutPage, followsCursor, readCursor } from "../../platform/paging.ts";
import { resolveContact } from "../contacts/read-api-contact.ts";

const PAGE_SIZE = 50;

const Answers = z.array(AnsweredField);

/**
 * Lists a page of what was submitted with forms, the last one first.
 *
 * @throws ApiError `not_found` if the contact is none, `invalid_request`
 */
export async function listSubmissions(
  db: Db,
  property: string,
  { form, contact, cursor }: z.infer<typeof ApiSubmissionQuery>,
): Promise<z.infer<typeof ApiSubmissionPage>> {
  const from = readCursor(cursor);
  const owner = contact === undefined ? null : await resolveContact(db, property, contact);
  let submissions = db
    .selectFrom("submissions")
    .innerJoin("conversations", (join) =>
      join
        .onRef("conversations.property_id", "=", "submissions.property_id")
        .onRef("conversations.id", "=", "submissions.conversation_id"),
    )
    .selectAll("submissions")
    .select("conversations.contact_id")
    .where("submissions.property_id", "=", property)
    .where(followsCursor(from, ["submissions.received_at", "submissions.id"], "desc"));
  if (form !== undefined) submissions = submissions.where("submissions.form", "=", form);
  if (owner !== null) submissions = submissions.where("conversations.contact_id", "=", owner);
  const rows = await submissions
    .orderBy("submissions.received_at", "desc")
    .orderBy("submissions.id", "desc")
    .limit(PAGE_SIZE + 1)
    .execute();
  const { page, next } = cutPage(rows, PAGE_SIZE, (row) => ({ at: row.received_at, id: row.id }));
  const items = page.map((row) => ({
    id: row.id,
    form: row.form,
    conversation: row.conversation_id,
    contact: row.contact_id,
    answers: z.parse(Answers, JSON.parse(row.answers)),
    page: row.page,
    locale: row.locale,
    sentAt: row.sent_at,
    receivedAt: row.received_at,
  }));
  return { items, next };
}
