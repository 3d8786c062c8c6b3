import { useState } from "preact/hooks";
import type { Conversation, Message } from "../../../../shared/conversation.ts";
import type { OpenConversation } from "../store/open-conversation.ts";

/** So many entries stand in the page at once, however long the conversation is. */
const MOST = 300;
/** So many others come into the page, and go out of it at the other end, with each step. */
const STEP = 100;

type Ids = readonly Pick<Message, "id">[];

/**
 * Which of the entries that are held stand in the page: from (included) and to (not included).
 *
 * @param last the last one that does; null: they end with the newest
 */
export function visibleRange(entries: Ids, last: string | null): { from: number; to: number } {
  const at = last === null ? -1 : entries.findIndex(({ id }) => id === last);
  const to = at === -1 ? entries.length : at + 1;
  return { from: Math.max(0, to - MOST), to };
}

/** The last entry in the page after a step towards the beginning (below 0) or the end; null: the newest. */
export function moveWindow(entries: Ids, last: string | null, by: number): string | null {
  const to = Math.max(MOST, visibleRange(entries, last).to + by);
  return to >= entries.length ? null : (entries[to - 1]?.id ?? null);
}

type Parts = Pick<Conversation, "messages" | "submissions" | "earlier">;

/** The part of a conversation that stands in the page. */
export function visiblePart({ messages, submissions, earlier }: Parts, last: string | null): Parts {
  const { from, to } = visibleRange(messages, last);
  const next = messages[to]?.receivedAt ?? Number.POSITIVE_INFINITY;
  return {
    messages: messages.slice(from, to),
    submissions: submissions.filter(({ receivedAt }) => receivedAt <= next),
    earlier: earlier || from > 0,
  };
}

/** Keeps a bounded part of a conversation in the page, and moves it along as the agent scrolls. */
export function useThreadWindow(conversation: Conversation, opened: OpenConversation) {
  const [last, setLast] = useState<string | null>(null);
  const { from, to } = visibleRange(conversation.messages, last);
  // from the part that is shown, so that many calls before the next one is shown are one step
  const step = (by: number) => {
    const held = opened.state.value.conversation?.messages;
    if (held) setLast(moveWindow(held, last, by));
  };
  return {
    /** The last entry in the page; null: the newest. */
    last,
    /** Changes whenever other entries stand in the page. */
    key: `${conversation.messages[from]?.id} ${conversation.messages[to - 1]?.id}`,
    atNewest: to === conversation.messages.length,
    async up() {
      if (from === 0) await opened.loadEarlier();
      step(-STEP);
    },
    down: () => step(STEP),
    toNewest: () => setLast(null),
  };
}
