import { type AgentName, CORRECTION_TIME } from "../../../shared/conversation.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { entryFiles } from "../core/entries.ts";
import type { ConversationRow, MessageRow, TransitionContext } from "../core/row-changes.ts";
import { messagePreview } from "../core/transitions.ts";
import { readMessageText } from "./read-message-text.ts";

/** A change of a message that was sent. */
export type Revision = { readonly kind: "correct"; readonly text: string } | { readonly kind: "retract" };

/** The facts that determine the preview of a conversation in lists. */
export interface PreviewState {
  /** The sequence number of the last message that was not retracted; null: there is none. */
  readonly lastMessage: number | null;
  /** The preview without that message. */
  readonly previousPreview: string;
}

export interface RevisionPlan {
  readonly row: ConversationRow;
  /** The same object if nothing changed. */
  readonly message: MessageRow;
}

/**
 * Corrects or retracts a message or note. Only its author may, and only within `CORRECTION_TIME`. Pure.
 *
 * @throws ApiError `message_not_yours`, `message_too_old`, `not_found` (it was retracted), `message_empty`,
 * `message_too_long`
 */
export function planRevision(
  row: ConversationRow,
  message: MessageRow,
  revision: Revision,
  by: AgentName,
  {
    sequence,
    now,
    preview,
  }: Pick<TransitionContext, "sequence" | "now"> & { readonly preview: PreviewState },
): RevisionPlan {
  if (message.kind === "event" || message.agent_id !== by.id) throw new ApiError("message_not_yours");
  if (message.retracted) {
    if (revision.kind === "retract") return { row, message };
    throw new ApiError("not_found", { detail: "This message was retracted." });
  }
  if (now - message.received_at > CORRECTION_TIME) throw new ApiError("message_too_old");
  const isPreviewed = message.kind === "message" && message.sequence === preview.lastMessage;
  const revised = (values: Partial<MessageRow>, newPreview: string): RevisionPlan => {
    const revision = sequence();
    return {
      row: { ...row, revision, preview: isPreviewed ? newPreview : row.preview },
      message: { ...message, ...values, revision },
    };
  };
  if (revision.kind === "retract")
    return revised({ text: "", files: "[]", retracted: 1 }, preview.previousPreview);
  const files = entryFiles(message);
  const text = readMessageText(revision.text, files.length);
  if (text === message.text) return { row, message };
  return revised({ text, edited_at: now }, messagePreview(text, files));
}
