import type { z } from "zod/mini";
import type { ApiConversationPage, ApiTicketQuery } from "../../../shared/api/conversation.ts";
import { listSummaries } from "../../conversations/inbox/summaries.ts";
import type { Db } from "../../platform/database/open.ts";
import { cutPage, readCursor } from "../../platform/paging.ts";
import { resolveContact } from "../contacts/read-api-contact.ts";

const PAGE_SIZE = 50;

/**
 * Lists a page of the tickets, the highest number first.
 *
 * @throws ApiError `not_found` if the contact is none, `invalid_request`
 */
export async function listTickets(
  db: Db,
  property: string,
  { status, contact, cursor }: z.infer<typeof ApiTicketQuery>,
): Promise<z.infer<typeof ApiConversationPage>> {
  const from = readCursor(cursor);
  let tickets = db
    .selectFrom("conversations")
    .select(["id", "ticket"])
    .where("property_id", "=", property)
    .where("ticket", "is not", null);
  if (status !== undefined) tickets = tickets.where("status", "=", status);
  if (contact !== undefined)
    tickets = tickets.where("contact_id", "=", await resolveContact(db, property, contact));
  // a number from a cursor that nobody gave may be larger than a column can have
  if (from) tickets = tickets.where("ticket", "<", Math.min(from.at, 2 ** 31 - 1));
  const rows = await tickets
    .orderBy("ticket", "desc")
    .limit(PAGE_SIZE + 1)
    .execute();
  const { page, next } = cutPage(rows, PAGE_SIZE, ({ id, ticket }) => ({ id, at: ticket ?? 0 }));
  return {
    items: await listSummaries(
      db,
      property,
      page.map(({ id }) => id),
    ),
    next,
  };
}
