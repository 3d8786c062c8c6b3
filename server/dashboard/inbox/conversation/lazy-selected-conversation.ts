import { lazyPane } from "../../app/lazy-screen.tsx";
import { message } from "../../i18n/translate.ts";

/** The selected conversation, loaded after the list, so that the list shows sooner. */
export const SelectedConversation = lazyPane(
  message("Conversation"),
  "pane thread-pane",
  async () => (await import("./selected-conversation.tsx")).SelectedConversation,
);
