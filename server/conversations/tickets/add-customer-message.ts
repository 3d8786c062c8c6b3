import type { FileInfo } from "../../../shared/file.ts";
import type { ConversationBatch } from "../core/conversation-batch.ts";
import type { ConversationRow, TransitionContext } from "../core/row-changes.ts";
import type { MessageChannel } from "../core/transitions.ts";
import { newConversationRow } from "./new-ticket.ts";
import { isClosedTicket, requireTicket } from "./ticket-status.ts";

const CUSTOMER = { agent: null };

/** A message of a customer. */
export interface CustomerMessage {
  readonly id: string;
  readonly text: string;
  readonly files: readonly FileInfo[];
  /** The customer's clock, ms since 1970. */
  readonly sentAt: number;
  readonly channel: MessageChannel;
}

/** Where a customer's message was added. */
export interface AddedMessage {
  /** The ID of the conversation: the named one, or the ticket that continues it. */
  readonly conversation: string;
  readonly sequence: number;
}

/**
 * Adds a customer's message to the conversation that it names (R30): it opens a ticket that waited for it or was solved,
 * goes to the ticket that continues a closed one, or opens such a ticket.
 *
 * @param named the ID of a loaded conversation
 * @param nextTicketNumber called only if a ticket is opened
 */
export function addCustomerMessage(
  batch: ConversationBatch,
  named: string,
  message: CustomerMessage,
  { transition, nextTicketNumber }: { transition: TransitionContext; nextTicketNumber: () => number },
): AddedMessage {
  const current = batch.current(named);
  const conversation = isClosedTicket(current)
    ? openFollowUp(batch, current, { opener: message.id, number: nextTicketNumber() }, transition)
    : current.id;
  const entries = batch.apply(conversation, { kind: "message", ...message }, CUSTOMER);
  return { conversation, sequence: entries.at(-1)?.sequence ?? 0 };
}

/** Opens a ticket that continues a closed one, with its subject, priority, tags and assignee. @returns its ID */
function openFollowUp(
  batch: ConversationBatch,
  closed: ConversationRow,
  { opener, number }: { readonly opener: string; readonly number: number },
  context: TransitionContext,
): string {
  const row = newConversationRow(
    {
      property: closed.property_id,
      visitor: closed.visitor_id,
      contact: closed.contact_id,
      claimed: closed.claimed === 1,
      form: "follow_up",
    },
    context,
  );
  const { suspicious, assignee_id, subject, priority, tags } = closed;
  const copied = { suspicious, assignee_id, subject, priority, tags };
  batch.open({
    conversation: { ...row, ...copied, ticket: number, opener, follows: closed.id },
    message: null,
    submission: null,
  });
  const followedBy = { kind: "followed_by", number } as const;
  batch.apply(closed.id, { kind: "change", values: { followed_by: row.id }, event: followedBy }, CUSTOMER);
  const follows = { kind: "follows", number: requireTicket(closed) } as const;
  batch.apply(row.id, { kind: "change", values: {}, event: follows }, CUSTOMER);
  return row.id;
}
