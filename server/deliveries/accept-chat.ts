import type { Receipt } from "../../shared/delivery.ts";
import { readMessageText } from "../conversations/messages/read-message-text.ts";
import { selectAttachments } from "../conversations/messages/select-attachments.ts";
import { addCustomerMessage, type CustomerMessage } from "../conversations/tickets/add-customer-message.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { IntakeState } from "./intake-state.ts";
import type { ChatDelivery } from "./read-delivery.ts";

const VISITOR = { agent: null };

/**
 * Applies a message, a read mark, a rating or an end to a conversation that the visitor may write in.
 *
 * @returns the receipt; it may be a refusal
 */
export function acceptChat(state: IntakeState, visitor: string, delivery: ChatDelivery): Receipt {
  try {
    const named = findConversation(state, visitor, delivery.conversation);
    return { status: "accepted", id: delivery.id, ...applyDelivery(state, visitor, named, delivery) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: "refused", id: delivery.id, problem: error.problem };
  }
}

/** Where a delivery was applied; of a message, with its sequence number. */
interface Applied {
  readonly conversation: string;
  readonly sequence?: number;
}

function applyDelivery(
  state: IntakeState,
  visitor: string,
  conversation: string,
  delivery: ChatDelivery,
): Applied {
  const { conversations } = state;
  switch (delivery.kind) {
    case "message":
      return addMessage(state, visitor, conversation, delivery);
    case "read":
      conversations.apply(conversation, { kind: "read", sequence: delivery.sequence }, VISITOR);
      return { conversation };
    case "rating": {
      const text = delivery.text.trim() ? readMessageText(delivery.text, 0) : "";
      conversations.apply(conversation, { kind: "rate", rating: delivery.rating, text }, VISITOR);
      return { conversation };
    }
    case "end": {
      const { id, ticket, joined_into } = conversations.current(conversation);
      const to = ticket === null ? "closed" : "solved";
      if (joined_into === null) conversations.apply(id, { kind: "set_status", to }, VISITOR);
      return { conversation: id };
    }
  }
}

/** Adds a message to the conversation, or to the ticket that continues it (R30). */
function addMessage(
  { attachments, conversations, unsentFiles, transition, nextTicketNumber }: IntakeState,
  visitor: string,
  named: string,
  { id, text, files, at }: Extract<ChatDelivery, { kind: "message" }>,
): Applied {
  const attached = selectAttachments(unsentFiles, files, { visitor });
  const message: CustomerMessage = {
    id,
    text: readMessageText(text, attached.length),
    files: attached,
    sentAt: at,
    channel: "widget",
  };
  const added = addCustomerMessage(conversations, named, message, { transition, nextTicketNumber });
  const ids = attached.map((file) => file.id);
  attachments.push({ conversation: added.conversation, files: ids });
  // a later message of the same transaction must not contain them again
  for (const file of ids) unsentFiles.delete(file);
  return added;
}

/**
 * Finds a conversation by its ID, or by the delivery that opened it: the visitor's own, or one that a proven e-mail has
 * opened (R33).
 *
 * @throws ApiError `conversation_unknown`, also for a conversation of another visitor, so that the answer reveals nothing (R12)
 */
function findConversation(
  { conversations, opened, receipts }: IntakeState,
  visitor: string,
  named: string,
): string {
  const row = conversations.find(receipts.resolveConversation(visitor, named));
  const mayWrite = row?.visitor_id === visitor || (row && opened.get(visitor)?.includes(row.id));
  if (!row || !mayWrite) throw new ApiError("conversation_unknown");
  return row.id;
}
