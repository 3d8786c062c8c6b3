import type { ConversationSummary } from "../../../../shared/conversation.ts";

/** What each part of the dialog is given. */
export interface TicketPartProps {
  readonly property: string;
  readonly conversation: ConversationSummary;
  /** Shows what the server answered. */
  readonly apply: (summary: ConversationSummary) => void;
  readonly onClose: () => void;
}
