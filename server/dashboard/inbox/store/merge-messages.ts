import type {
  Conversation,
  ConversationSummary,
  Message,
  MessagePage,
} from "../../../../shared/conversation.ts";

/** Entries by place, each in its newest state. */
function mergeEntries(held: readonly Message[], news: readonly Message[]): readonly Message[] {
  const merged = new Map(held.map((message) => [message.id, message]));
  let changed = false;
  for (const message of news) {
    const old = merged.get(message.id);
    if (old && old.revision >= message.revision) continue;
    merged.set(message.id, message);
    changed = true;
  }
  return changed ? [...merged.values()].sort((a, b) => a.sequence - b.sequence) : held;
}

const firstSequence = ({ messages }: MessagePage) => messages[0]?.sequence ?? 0;

/**
 * New and changed entries of a conversation. A change of an entry that is further back than what is held is left out:
 * it comes when that part of the history is asked for.
 */
export function withMessages<C extends MessagePage>(held: C, news: readonly Message[]): C {
  const inside = held.earlier ? news.filter(({ sequence }) => sequence >= firstSequence(held)) : news;
  const messages = mergeEntries(held.messages, inside);
  return messages === held.messages ? held : { ...held, messages: [...messages] };
}

/** What a history page brings before what is held. */
export function withEarlierPage<C extends MessagePage>(held: C, page: MessagePage): C {
  return { ...held, messages: [...mergeEntries(held.messages, page.messages)], earlier: page.earlier };
}

/**
 * A conversation that was loaded anew. What was held of it stays if the two meet; otherwise something may be missing in
 * between, so only the new one is held.
 */
export function withReload(held: Conversation | null, fresh: Conversation): Conversation {
  if (!held) return fresh;
  const newer = held.revision > fresh.revision ? { ...fresh, ...summaryOf(held) } : fresh;
  const last = held.messages.at(-1)?.sequence ?? 0;
  const meets = !fresh.earlier || firstSequence(fresh) <= last;
  if (!meets) return newer;
  const earlier = firstSequence(held) < firstSequence(fresh) ? held.earlier : fresh.earlier;
  return { ...newer, messages: [...mergeEntries(held.messages, fresh.messages)], earlier };
}

/** A conversation's own state as it is now; what is older than what is held changes nothing. */
export function withSummary(held: Conversation, news: ConversationSummary): Conversation {
  return news.revision < held.revision ? held : { ...held, ...news };
}

/** How many entries stay held once the agent is back at the end of a long history. */
const KEPT = 100;

/** Lets go of what was loaded far back, so that a long history costs nothing once nobody reads it. */
export function trimmed(held: Conversation): Conversation {
  if (held.messages.length <= 3 * KEPT) return held;
  return { ...held, messages: held.messages.slice(-KEPT), earlier: true };
}

function summaryOf(
  conversation: Conversation,
): Omit<Conversation, "messages" | "earlier" | "submissions" | "device"> {
  const { messages, earlier, submissions, device, ...summary } = conversation;
  return summary;
}

/** What a frame of changes means for somebody who has everything up to a place. */
export type FrameEffect = "old" | "gap" | "reset" | "next";

/**
 * @param place the last place this tab has
 * @param frame `from` is what it follows on, `place` what one has after it
 */
export function classifyFrame(
  sequence: number,
  frame: { from: number; sequence: number; reset: boolean },
): FrameEffect {
  if (frame.reset) return "reset";
  if (frame.from > sequence) return "gap";
  return frame.sequence > sequence ? "next" : "old";
}
