import type { ConversationSummary } from "../../../../shared/conversation.ts";
import type { Inbox } from "../store/inbox-store.ts";

/** The properties of the bar of the selected conversations and of its dialog. */
export interface BulkProps {
  readonly property: string;
  /** The ID of the signed-in agent. */
  readonly me: string;
  readonly selected: readonly ConversationSummary[];
  readonly clear: () => void;
  readonly inbox: Inbox;
}
