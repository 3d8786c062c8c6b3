import type { TicketStart } from "../../../shared/conversation.ts";
import { resolveAlias } from "../../contacts/identity/aliases.ts";
import { findVisitor } from "../../contacts/identity/contact-store.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { findConversationOfMessage } from "../core/find-conversation-of-message.ts";
import type { Author } from "../core/row-changes.ts";
import { allocateTicketNumbers } from "../core/store.ts";
import { type ConversationDeps, updateConversations } from "../core/update-conversations.ts";
import { readMessageText } from "../messages/read-message-text.ts";
import { findAgentMessage, requireOwnMessage } from "../messages/write-message.ts";
import { deriveSubject, newConversationRow, tidySubject } from "./new-ticket.ts";

/**
 * Makes a chat a ticket. A ticket stays as it is.
 *
 * @param subject undefined: the beginning of its last message
 * @throws ApiError `not_found`
 */
export async function makeTicket(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  { id, by, subject }: { readonly id: string; readonly by: Author; readonly subject: string | undefined },
): Promise<void> {
  await updateConversations(tx, deps, property, [id], async (batch) => {
    const row = batch.find(id);
    if (!row) throw new ApiError("not_found");
    if (row.ticket !== null) return;
    const number = await allocateTicketNumbers(tx, property.id, 1);
    const named = tidySubject(subject ?? "") || deriveSubject(row.preview);
    batch.apply(id, { kind: "make_ticket", number, subject: named }, { agent: by });
  });
}

/**
 * Opens a ticket for a contact, with an agent's message or note. One with a note is hidden from the contact's widget
 * until there is something that they may see. A repeated request with the same message ID changes nothing.
 *
 * @returns the ticket's ID
 * @throws ApiError `not_found`, `message_empty`, `message_too_long`, `message_not_yours`
 */
export async function openTicket(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  { contact, by, start }: { readonly contact: string; readonly by: Author; readonly start: TicketStart },
): Promise<string> {
  const record = await findVisitor(tx, property.id, await resolveAlias(tx, property.id, contact));
  if (!record) throw new ApiError("not_found");
  const owner = record.attached_to ?? record.id;
  const text = readMessageText(start.text, 0);
  return updateConversations(tx, deps, property, [], async (batch, context) => {
    // looked up while other writers wait, so that two requests with one ID open one ticket
    const known = await findConversationOfMessage(
      tx,
      property.id,
      { column: "contact_id", id: owner },
      start.id,
    );
    if (known !== null) {
      const message = await findAgentMessage(tx, property.id, known, start.id);
      if (message) requireOwnMessage(message, by);
      return known;
    }
    const facts = {
      property: property.id,
      visitor: record.id,
      contact: owner,
      claimed: record.attached_to !== null && !record.attached_proven,
      form: "agent",
    } as const;
    const row = newConversationRow(facts, context);
    const ticket = await allocateTicketNumbers(tx, property.id, 1);
    const subject = tidySubject(start.subject) || deriveSubject(text);
    const opened = { ...row, ticket, subject, hidden: start.kind === "note" ? 1 : 0 };
    batch.open({ conversation: opened, message: null, submission: null });
    const written = { kind: start.kind, id: start.id, text, files: [], sentAt: context.now };
    batch.apply(row.id, written, { agent: by });
    return row.id;
  });
}
