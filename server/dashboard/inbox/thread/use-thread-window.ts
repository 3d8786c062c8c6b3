import { useState } from "preact/hooks";
import type { Conversation, Message } from "../../../../shared/conversation.ts";
import type { OpenConversation } from "../store/open-conversation.ts";

/** The number of entries that are drawn at once, however long the conversation is. */
const MAX_VISIBLE = 300;
/** The number of entries by which the window moves at a time. */
const STEP = 100;

type Ids = readonly Pick<Message, "id">[];

/**
 * The range of the loaded entries that is drawn, from `from` (inclusive) to `to` (exclusive).
 *
 * @param last the ID of the last drawn entry; null: the newest
 */
export function visibleRange(entries: Ids, last: string | null): { from: number; to: number } {
  const index = last === null ? -1 : entries.findIndex(({ id }) => id === last);
  const to = index === -1 ? entries.length : index + 1;
  return { from: Math.max(0, to - MAX_VISIBLE), to };
}

/** The last drawn entry after a move by so many entries, negative for older ones; null: the newest. */
export function moveWindow(entries: Ids, last: string | null, by: number): string | null {
  const to = Math.max(MAX_VISIBLE, visibleRange(entries, last).to + by);
  return to >= entries.length ? null : (entries[to - 1]?.id ?? null);
}

type Parts = Pick<Conversation, "messages" | "submissions" | "earlier">;

/** The drawn part of a conversation, with the submissions of that time. */
export function visiblePart({ messages, submissions, earlier }: Parts, last: string | null): Parts {
  const { from, to } = visibleRange(messages, last);
  const next = messages[to]?.receivedAt ?? Number.POSITIVE_INFINITY;
  return {
    messages: messages.slice(from, to),
    submissions: submissions.filter(({ receivedAt }) => receivedAt <= next),
    earlier: earlier || from > 0,
  };
}

export type ThreadWindow = ReturnType<typeof useThreadWindow>;

/** Draws a bounded part of a conversation, which moves as the agent scrolls. */
export function useThreadWindow(conversation: Conversation, open: OpenConversation) {
  const [last, setLast] = useState<string | null>(null);
  const { from, to } = visibleRange(conversation.messages, last);
  // computed from `last` of this render, so that repeated calls before the next render are one move
  const move = (by: number) => {
    const { loaded } = open.state.value;
    if (loaded.kind === "ready") setLast(moveWindow(loaded.value.messages, last, by));
  };
  return {
    /** The ID of the last drawn entry; null: the newest. */
    last,
    /** Changes when other entries are drawn. */
    key: `${conversation.messages[from]?.id} ${conversation.messages[to - 1]?.id}`,
    atNewest: to === conversation.messages.length,
    /** The state of the request for older entries. */
    history: open.state.value.history,
    async moveUp() {
      if (from === 0) await open.loadEarlier();
      move(-STEP);
    },
    moveDown: () => move(STEP),
    /** Draws the entries up to one. @param id null: the newest */
    showUpTo: setLast,
    showNewest: () => setLast(null),
  };
}
