import type { ConversationSummary } from "../../../../shared/conversation.ts";

/** The properties of each part of the dialog. */
export interface TicketPartProps {
  readonly property: string;
  readonly conversation: ConversationSummary;
  /** Shows what the server answered. */
  readonly apply: (summary: ConversationSummary) => void;
  readonly onClose: () => void;
}
