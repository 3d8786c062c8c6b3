import { type AgentName, CORRECTION_TIME } from "../../../shared/conversation.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { entryFiles } from "../core/entries.ts";
import {
  type ConversationRow,
  type MessageRow,
  messagePreview,
  type TransitionContext,
} from "../core/transitions.ts";
import { readMessageText } from "./read-message-text.ts";

/** What an agent does to a message that stands already. */
export type Revision = { readonly kind: "correct"; readonly text: string } | { readonly kind: "retract" };

/** What a list shows of a conversation, as far as messages decide it. */
export interface PreviewState {
  /** The place of the last message that stands; null: none does. */
  readonly last: number | null;
  /** The preview if that message were not there. */
  readonly before: string;
}

export interface RevisionPlan {
  readonly row: ConversationRow;
  /** The same object: nothing has changed. */
  readonly message: MessageRow;
}

/**
 * What a correction, or taking it back, makes of a message or note and of its conversation. Only who wrote it may, and
 * only for a while. Pure.
 *
 * @throws Failure `message_not_yours`, `message_too_old`, `not_found` (it was taken back), `message_empty`,
 * `message_too_long`
 */
export function planRevision(
  row: ConversationRow,
  message: MessageRow,
  revision: Revision,
  by: AgentName,
  { sequence, now, shown }: Pick<TransitionContext, "sequence" | "now"> & { readonly shown: PreviewState },
): RevisionPlan {
  if (message.kind === "event" || message.agent_id !== by.id) throw new ApiError("message_not_yours");
  if (message.retracted) {
    if (revision.kind === "retract") return { row, message };
    throw new ApiError("not_found", { detail: "This message was taken back." });
  }
  if (now - message.received_at > CORRECTION_TIME) throw new ApiError("message_too_old");
  const isShown = message.kind === "message" && message.sequence === shown.last;
  const revised = (values: Partial<MessageRow>, preview: string): RevisionPlan => {
    const revision = sequence();
    return {
      row: { ...row, revision, preview: isShown ? preview : row.preview },
      message: { ...message, ...values, revision },
    };
  };
  if (revision.kind === "retract") return revised({ text: "", files: "[]", retracted: 1 }, shown.before);
  const files = entryFiles(message);
  const text = readMessageText(revision.text, files.length);
  if (text === message.text) return { row, message };
  return revised({ text, edited_at: now }, messagePreview(text, files));
}
