import { lazyPane } from "../../app/lazy-screen.tsx";

/** The selected conversation, loaded after the list, so that the list shows sooner. */
export const SelectedConversation = lazyPane(
  "Conversation",
  "pane thread-pane",
  async () => (await import("./selected-conversation.tsx")).SelectedConversation,
);
