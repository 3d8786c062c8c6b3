import type { ControllerContext } from "../../state/controller-context.ts";
import { type Chat, conversationId, EMPTY_CHAT, hasChat, unreadMessages } from "../chat-model.ts";
import { reduceChat } from "../chat-state.ts";
import { showCountInTitle } from "../unread-in-title.ts";

/** Holds the chat of one panel. */
export interface ChatStore {
  chat(): Chat;
  /** Changes the chat, and shows it in the panel, the page's title and the launcher's label, and to the next page. */
  update(part: Partial<Chat>): void;
}

export function createChatStore({
  launcher,
  panel,
  persisted,
  outbox,
  signal,
  emit,
  setPending,
}: ControllerContext): ChatStore {
  const label = launcher.ariaLabel;
  const showChat = panel.dispatcher(reduceChat);
  let chat: Chat = { ...EMPTY_CHAT, draft: persisted.read().message };

  function showUnread(count: number): void {
    showCountInTitle(count);
    launcher.ariaLabel = count ? `${label} (${count})` : label;
  }

  /** @param exists whether there is a chat */
  function persist(exists: boolean): void {
    const stored = persisted.read();
    const status = exists ? (chat.conversation?.status ?? "open") : "";
    const conversation = exists ? conversationId(chat) || stored.conversation : "";
    if (stored.chat === status && stored.conversation === conversation) return;
    persisted.write({ chat: status, conversation });
    if (status === "open") setPending(true);
    else outbox.flush(); // clears the pending flag unless deliveries wait
  }

  function update(part: Partial<Chat>): void {
    const before = unreadMessages(chat).length;
    chat = { ...chat, ...part };
    const unread = unreadMessages(chat).length;
    if (unread !== before) {
      showUnread(unread);
      emit("unread", { count: unread });
    }
    const exists = chat.sequence || chat.own.length ? hasChat(chat) : null;
    if (exists !== null) persist(exists);
    showChat({ chat, exists, unread: unread > 0 });
  }

  update({}); // shows the stored draft before the visitor types
  signal.addEventListener("abort", () => showUnread(0));
  return { chat: () => chat, update };
}
