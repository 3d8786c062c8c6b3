import { countInTitle } from "../alerts.ts";
import { type Chat, isChat, NO_CHAT, unreadIn } from "../chat-model.ts";
import type { TalkParts } from "./context.ts";

/** The ID of the conversation, or of the delivery that opens it; empty: none is known. */
export const idOf = ({ own, about }: Chat) => own.find(({ opens }) => opens)?.id ?? about?.id ?? "";

/** What a chat is made of, and the chat as this tab knows it. */
export interface Room extends TalkParts {
  chat: Chat;
  /** Changes it, and shows it: in the panel, beside the launcher, in the title, to the page and to the next page. */
  update(part: Partial<Chat>): void;
}

/** Keeps the chat of one panel. */
export function keepChat(parts: TalkParts): Room {
  const { launcher, kept, keep } = parts;
  const label = launcher.ariaLabel;

  const room: Room = {
    ...parts,
    chat: { ...NO_CHAT, draft: kept().words },
    update(part) {
      const before = unreadIn(room.chat).length;
      const chat = { ...room.chat, ...part };
      room.chat = chat;
      const unread = unreadIn(chat).length;
      if (unread !== before) {
        countInTitle(unread);
        launcher.ariaLabel = unread ? `${label} (${unread})` : label;
        parts.emit("unread", { count: unread });
      }
      // before the first answer nobody knows
      const shows = chat.sequence || chat.own.length ? isChat(chat) : null;
      const talk = shows ? (chat.about?.status ?? "open") : "";
      const known = kept();
      const conversation = shows ? idOf(chat) || known.conversation : "";
      if (shows !== null && (known.talk !== talk || known.conversation !== conversation)) {
        keep({ talk, conversation });
        parts.mark();
      }
      parts.dispatch({ kind: "chat", chat, shows, answered: unread > 0 });
    },
  };

  room.update({}); // what stood in the composer is there before anybody types
  parts.signal.addEventListener("abort", () => {
    countInTitle(0);
    launcher.ariaLabel = label;
  });
  return room;
}
