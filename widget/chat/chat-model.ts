import type { Rating, VisitorConversation, VisitorMessage } from "../../shared/conversation.ts";
import type { Problem } from "../../shared/error.ts";
import type { FileInfo } from "../../shared/file.ts";
import type { VisitorChanges, VisitorHistory } from "../../shared/live.ts";
import type { ChatNotice } from "../locales/words.ts";

/** The visible part of a message or an event. */
export type ShownMessage = Pick<VisitorMessage, "id" | "author" | "agent" | "text" | "at"> &
  Partial<Pick<VisitorMessage, "sequence" | "picture" | "event" | "edited" | "retracted">> & {
    readonly files: readonly Pick<FileInfo, "id" | "name" | "picture">[];
  };

/** How far one of the visitor's own messages has come. */
export type MessageStatus =
  | { readonly kind: "sending" | "waiting" | "accepted" }
  | { readonly kind: "refused"; readonly problem: Problem };

/** A message of the visitor that is not yet part of the conversation as the server sends it. */
export interface OwnMessage extends ShownMessage {
  /** The ID of its delivery, which becomes the message's. */
  readonly id: string;
  /** Whether it is the form that opens the conversation. */
  readonly opensChat: boolean;
  readonly status: MessageStatus;
}

/** A file for the next message. */
export type Upload = { readonly key: string; readonly file: File } & (
  | {
      readonly kind: "uploading";
      /** 0 to 1 */
      readonly progress: number;
    }
  | { readonly kind: "ready"; readonly info: FileInfo }
  | {
      readonly kind: "failed";
      /** Absent: the server was not reached. */
      readonly code: string | undefined;
    }
);

/** The visitor's rating of a closed chat, as entered on this page. */
export type RatingState =
  | { readonly kind: "none"; readonly comment: string }
  /** The rating is sent; a comment may follow. */
  | { readonly kind: "chosen"; readonly rating: Rating; readonly comment: string }
  | { readonly kind: "sent"; readonly rating: Rating };

/** Why the visitor's last action was not done, or is delayed. */
export type Notice =
  | { readonly kind: ChatNotice }
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "none" };

/** The conversation as this tab knows it: what the server has sent, and what is on its way there. */
export interface Chat {
  /** The sequence number up to which this tab has all changes; 0: the server has not answered yet. */
  readonly sequence: number;
  readonly conversation: VisitorConversation | null;
  /** Ordered by sequence number, without a gap. */
  readonly messages: readonly VisitorMessage[];
  /** Whether the server has earlier messages than these. */
  readonly hasEarlier: boolean;
  /** Ordered by ID, which is by time. */
  readonly own: readonly OwnMessage[];
  /** The sequence number up to which the visitor has read in this browser. */
  readonly readUpTo: number;
  /** The name of the agent who is typing; empty: nobody. */
  readonly typing: string;
  readonly draft: string;
  readonly uploads: readonly Upload[];
  /** The latest messages of agents, for screen readers to announce. */
  readonly announced: readonly VisitorMessage[];
  readonly rating: RatingState;
  readonly notice: Notice;
}

export const NO_NOTICE: Notice = { kind: "none" };

export const EMPTY_CHAT: Chat = {
  sequence: 0,
  conversation: null,
  messages: [],
  hasEarlier: false,
  own: [],
  readUpTo: 0,
  typing: "",
  draft: "",
  uploads: [],
  announced: [],
  rating: { kind: "none", comment: "" },
  notice: NO_NOTICE,
};

/** The length of a text in code points, as by `lengthOf` of the shared rules, which only the form's part contains. */
export const countCodePoints = (text: string) => [...text].length;

/**
 * Decides about changes from the live connection, another tab or a request: apply them, ignore them because this tab
 * has them, or fetch, because something between is missing.
 */
export function classifyChanges(
  { sequence }: Pick<Chat, "sequence">,
  changes: Pick<VisitorChanges, "from" | "sequence" | "reset">,
): "apply" | "ignore" | "fetch" {
  if (changes.reset) return changes.from === sequence || changes.sequence > sequence ? "apply" : "fetch";
  if (changes.sequence <= sequence) return "ignore";
  return changes.from > sequence ? "fetch" : "apply";
}

/** Both lists, ordered by sequence number; of two versions of a message the later one. */
function merge(some: readonly VisitorMessage[], more: readonly VisitorMessage[]): VisitorMessage[] {
  const all = new Map(some.map((message) => [message.id, message]));
  for (const message of more)
    if ((all.get(message.id)?.revision ?? 0) <= message.revision) all.set(message.id, message);
  return [...all.values()].sort((a, b) => a.sequence - b.sequence);
}

/** The conversation with the end of its wait by the time since the page was opened, because the clock may be wrong. */
function byPageTime(
  now: number,
  { conversation, now: serverNow }: VisitorChanges,
): VisitorConversation | null {
  const { waitsUntil } = conversation ?? {};
  return conversation && { ...conversation, waitsUntil: waitsUntil ? waitsUntil - serverNow + now : null };
}

/**
 * The chat after changes that are to be applied (`classifyChanges`).
 *
 * @param now the time since the page was opened, ms
 */
export function withChanges(chat: Chat, changes: VisitorChanges, now: number): Chat {
  const first = chat.hasEarlier ? (chat.messages[0]?.sequence ?? 0) : 0;
  const conversation = byPageTime(now, changes) ?? (changes.reset ? null : chat.conversation);
  const messages = changes.reset
    ? changes.messages
    : merge(
        chat.messages,
        changes.messages.filter(({ sequence }) => sequence >= first), // there would be a gap after an earlier one
      );
  const after = { ...chat, conversation, messages };
  return {
    ...after,
    sequence: changes.sequence,
    hasEarlier: changes.reset ? changes.earlier : chat.hasEarlier,
    own: chat.own.filter(({ id }) => !isReceived(after, id)),
    typing: changes.messages.some(({ author }) => author === "agent") ? "" : chat.typing,
  };
}

/** The chat with a page of earlier messages. */
export function withHistory(chat: Chat, { messages, earlier }: VisitorHistory): Chat {
  return { ...chat, messages: merge(chat.messages, messages), hasEarlier: earlier };
}

/** Whether a message of the visitor is part of the conversation as the server sends it. */
const isReceived = ({ conversation, messages }: Chat, id: string) =>
  conversation?.opener === id || messages.some((message) => message.id === id);

/** The chat with one of the visitor's own messages, new or changed. */
export function withOwnMessage(chat: Chat, own: OwnMessage): Chat {
  const others = chat.own.filter(({ id }) => id !== own.id);
  return {
    ...chat,
    own: isReceived(chat, own.id) ? others : [...others, own].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** The messages of agents that the visitor has not read. */
export function unreadMessages({
  conversation,
  messages,
  readUpTo,
}: Pick<Chat, "conversation" | "messages" | "readUpTo">): readonly VisitorMessage[] {
  const until = Math.max(readUpTo, conversation?.visitorRead ?? 0);
  // from the end, because this is asked at every key in a chat that may have thousands of messages
  const start = messages.findLastIndex(({ sequence }) => sequence <= until) + 1;
  return messages
    .slice(start)
    .filter(
      (message) =>
        message.author === "agent" && message.conversation === conversation?.id && !message.retracted,
    );
}

/** Whether there is a chat to show. An offline message becomes one with its first answer (R20). */
export function hasChat({ conversation, messages, own }: Chat): boolean {
  return (
    own.length > 0 ||
    (!!conversation &&
      (conversation.ticket === null ||
        messages.some((message) => message.author === "agent" && message.conversation === conversation.id)))
  );
}

/** The ID of the conversation, or of the delivery that opens it; empty: none is known. */
export const conversationId = ({ own, conversation }: Chat) =>
  own.find(({ opensChat }) => opensChat)?.id ?? conversation?.id ?? "";
