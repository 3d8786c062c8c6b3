import type { Delivery, Receipt } from "../../shared/delivery.ts";
import type { ConversationBatch } from "../conversations/core/conversation-batch.ts";
import { readMessageText } from "../conversations/messages/read-message-text.ts";
import { selectAttachments } from "../conversations/messages/select-attachments.ts";
import type { Schema } from "../platform/database/schema.ts";
import { ApiError } from "../platform/http/api-error.ts";

export type ChatDelivery = Exclude<Delivery, { kind: "submission" }>;

export interface ChatContext {
  readonly chats: ConversationBatch;
  /** Which conversation a delivery of this visitor opened. */
  readonly openedBy: (delivery: string) => string | undefined;
  /** Uploaded files that no message has named yet. */
  readonly files: ReadonlyMap<string, Schema["files"]>;
  /** Makes them part of a conversation: then they wait no more. */
  readonly attach: (conversation: string, files: readonly string[]) => void;
}

const VISITOR = { agent: null };

/**
 * Does what a visitor's delivery says to their conversation.
 *
 * @returns the receipt; a refusal is one too
 */
export function acceptChat(visitor: string, delivery: ChatDelivery, context: ChatContext): Receipt {
  try {
    return accept(visitor, delivery, context);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: "refused", id: delivery.id, problem: error.problem };
  }
}

function accept(visitor: string, delivery: ChatDelivery, context: ChatContext): Receipt {
  const { chats } = context;
  const conversation = findOwn(visitor, delivery.conversation, context);
  const accepted = { status: "accepted", id: delivery.id, conversation } as const;
  switch (delivery.kind) {
    case "message": {
      const files = selectAttachments(context.files, delivery.files, { visitor });
      const text = readMessageText(delivery.text, files.length);
      const said = { kind: "say", id: delivery.id, text, files, sentAt: delivery.at } as const;
      const sequence = chats.apply(conversation, said, VISITOR).at(-1)?.sequence;
      context.attach(
        conversation,
        files.map(({ id }) => id),
      );
      return { ...accepted, ...(sequence !== undefined && { sequence }) };
    }
    case "read":
      chats.apply(conversation, { kind: "read", sequence: delivery.sequence }, VISITOR);
      return accepted;
    case "rating": {
      const text = delivery.text.trim() ? readMessageText(delivery.text, 0) : "";
      chats.apply(conversation, { kind: "rate", rating: delivery.rating, text }, VISITOR);
      return accepted;
    }
    case "end":
      chats.apply(conversation, { kind: "close" }, VISITOR);
      return accepted;
  }
}

/**
 * The visitor's own conversation: by its ID, or by the delivery that opened it.
 *
 * @throws Failure `conversation_unknown` also for one of somebody else: who asks learns nothing
 */
export function findOwn(
  visitor: string,
  named: string,
  { chats, openedBy }: Pick<ChatContext, "chats" | "openedBy">,
): string {
  const row = chats.find(openedBy(named) ?? named);
  if (!row || row.visitor_id !== visitor) throw new ApiError("conversation_unknown");
  return row.id;
}
