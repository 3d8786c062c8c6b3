import type { Receipt } from "../../shared/delivery.ts";
import { readMessageText } from "../conversations/messages/read-message-text.ts";
import { selectAttachments } from "../conversations/messages/select-attachments.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { IntakeState } from "./intake-state.ts";
import type { ChatDelivery } from "./read-delivery.ts";

const VISITOR = { agent: null };

/**
 * Applies a message, a read mark, a rating or an end to the visitor's conversation.
 *
 * @returns the receipt; it may be a refusal
 */
export function acceptChat(state: IntakeState, visitor: string, delivery: ChatDelivery): Receipt {
  try {
    const conversation = findOwnConversation(state, visitor, delivery.conversation);
    const sequence = applyDelivery(state, visitor, conversation, delivery);
    return { status: "accepted", id: delivery.id, conversation, ...(sequence !== null && { sequence }) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: "refused", id: delivery.id, problem: error.problem };
  }
}

/** @returns the sequence number of the message; null for everything else */
function applyDelivery(
  state: IntakeState,
  visitor: string,
  conversation: string,
  delivery: ChatDelivery,
): number | null {
  const { conversations } = state;
  switch (delivery.kind) {
    case "message":
      return addMessage(state, visitor, conversation, delivery);
    case "read":
      conversations.apply(conversation, { kind: "read", sequence: delivery.sequence }, VISITOR);
      return null;
    case "rating": {
      const text = delivery.text.trim() ? readMessageText(delivery.text, 0) : "";
      conversations.apply(conversation, { kind: "rate", rating: delivery.rating, text }, VISITOR);
      return null;
    }
    case "end":
      conversations.apply(conversation, { kind: "close" }, VISITOR);
      return null;
  }
}

function addMessage(
  { attachments, conversations, unsentFiles }: IntakeState,
  visitor: string,
  conversation: string,
  { id, text, files, at }: Extract<ChatDelivery, { kind: "message" }>,
): number | null {
  const attached = selectAttachments(unsentFiles, files, { visitor });
  const message = {
    kind: "message",
    id,
    text: readMessageText(text, attached.length),
    files: attached,
    sentAt: at,
  } as const;
  const entries = conversations.apply(conversation, message, VISITOR);
  const ids = attached.map((file) => file.id);
  attachments.push({ conversation, files: ids });
  // a later message of the same transaction must not contain them again
  for (const file of ids) unsentFiles.delete(file);
  return entries.at(-1)?.sequence ?? null;
}

/**
 * Finds the visitor's own conversation by its ID, or by the delivery that opened it.
 *
 * @throws ApiError `conversation_unknown`, also for a conversation of another visitor, so that the answer reveals nothing (R12)
 */
function findOwnConversation(
  { conversations, receipts }: IntakeState,
  visitor: string,
  named: string,
): string {
  const row = conversations.find(receipts.resolveConversation(visitor, named));
  if (!row || row.visitor_id !== visitor) throw new ApiError("conversation_unknown");
  return row.id;
}
