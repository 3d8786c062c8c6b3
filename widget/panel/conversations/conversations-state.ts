import type { ListedConversation } from "../../../shared/conversation.ts";
import type { ConversationWords, Words } from "../../locales/words.ts";

/** How far the visitor has come in proving an e-mail (R33). */
export interface ProofState {
  readonly step: "email" | "code" | "done";
  readonly email: string;
  readonly code: string;
  readonly isBusy: boolean;
  /** Why the last step was not done; null: it was. */
  readonly fault: keyof ConversationWords["faults"] | "not_reached" | null;
}

/** The content of the list. */
export interface ListState {
  /** Null: the server has not answered yet. */
  readonly items: readonly ListedConversation[] | null;
  /** Whether the visitor can prove an e-mail. */
  readonly canProve: boolean;
  /** The last request had no answer. */
  readonly isCutOff: boolean;
  readonly proof: ProofState;
}

export interface ListActions {
  back(): void;
  open(item: ListedConversation): void;
  /** Changes what the visitor has entered. */
  edit(part: Partial<Pick<ProofState, "step" | "email" | "code">>): void;
  sendCode(): void;
  confirm(): void;
}

/** The properties of the components of the list. */
export interface ListProps {
  readonly words: Words;
  readonly more: ConversationWords;
  readonly locale: string;
  readonly list: ListState;
  readonly actions: ListActions;
}
