import { emptyForm, isPristine, type PanelState, type Screen } from "../state/panel-state.ts";
import type { Chat } from "./chat-model.ts";

/** The chat has changed. */
export interface ChatEvent {
  readonly chat: Chat;
  /** Whether there is a chat to show; null: unknown before the first answer of the server. */
  readonly exists: boolean | null;
  /** Whether it has unread messages of agents. */
  readonly unread: boolean;
}

/** The state of the panel after a change of the chat. Pure. */
export const reduceChat = (state: PanelState, event: ChatEvent): PanelState => ({
  ...state,
  screen: screenAfterChat(state, event),
  chat: event.chat,
});

/** The chat is shown as soon as it exists, but not over a form in use, nor over a receipt without an answer. */
function screenAfterChat({ available, open, screen }: PanelState, { exists, unread }: ChatEvent): Screen {
  const stays =
    screen.kind === "form" ? open && !isPristine(screen) : screen.kind === "submission" && !unread;
  if (exists && !stays) return screen.kind === "chat" ? screen : { kind: "chat" };
  return exists === false && screen.kind === "chat" ? emptyForm(available, 0) : screen;
}
