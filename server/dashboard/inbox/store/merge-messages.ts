import type {
  Conversation,
  ConversationSummary,
  Message,
  MessagePage,
} from "../../../../shared/conversation.ts";

/** Merges entries by ID, each in its newest revision, ordered by sequence number. */
function mergeEntries(held: readonly Message[], incoming: readonly Message[]): readonly Message[] {
  const merged = new Map(held.map((message) => [message.id, message]));
  let changed = false;
  for (const message of incoming) {
    const old = merged.get(message.id);
    if (old && old.revision >= message.revision) continue;
    merged.set(message.id, message);
    changed = true;
  }
  return changed ? [...merged.values()].sort((a, b) => a.sequence - b.sequence) : held;
}

const firstSequence = ({ messages }: MessagePage) => messages[0]?.sequence ?? 0;

/**
 * Adds new and changed entries to a conversation. A change of an entry before the loaded ones is ignored, because that
 * page of the history will contain it.
 */
export function withMessages<C extends MessagePage>(held: C, incoming: readonly Message[]): C {
  const relevant = held.earlier
    ? incoming.filter(({ sequence }) => sequence >= firstSequence(held))
    : incoming;
  const messages = mergeEntries(held.messages, relevant);
  return messages === held.messages ? held : { ...held, messages: [...messages] };
}

/** Adds a page of the history before the loaded entries. */
export function withEarlierPage<C extends MessagePage>(held: C, page: MessagePage): C {
  return { ...held, messages: [...mergeEntries(held.messages, page.messages)], earlier: page.earlier };
}

/**
 * Merges a reloaded conversation with the loaded entries. If the two do not overlap, entries between them may be
 * missing, so only the reloaded ones remain.
 */
export function withReload(held: Conversation | null, fresh: Conversation): Conversation {
  if (!held) return fresh;
  const newer = held.revision > fresh.revision ? { ...fresh, ...summaryOf(held) } : fresh;
  const last = held.messages.at(-1)?.sequence ?? 0;
  const overlaps = !fresh.earlier || firstSequence(fresh) <= last;
  if (!overlaps) return newer;
  const earlier = firstSequence(held) < firstSequence(fresh) ? held.earlier : fresh.earlier;
  return { ...newer, messages: [...mergeEntries(held.messages, fresh.messages)], earlier };
}

/** Replaces a conversation's summary, unless the given one is older. */
export function withSummary(held: Conversation, summary: ConversationSummary): Conversation {
  return summary.revision < held.revision ? held : { ...held, ...summary };
}

/** The number of entries that remain after a long history is trimmed. */
const TRIMMED_LENGTH = 100;

/** Releases the oldest entries of a long history, so that it uses memory only while it is read. */
export function trimmed(held: Conversation): Conversation {
  if (held.messages.length <= 3 * TRIMMED_LENGTH) return held;
  return { ...held, messages: held.messages.slice(-TRIMMED_LENGTH), earlier: true };
}

function summaryOf(
  conversation: Conversation,
): Omit<Conversation, "messages" | "earlier" | "submissions" | "device"> {
  const { messages, earlier, submissions, device, ...summary } = conversation;
  return summary;
}

/** How a frame of changes relates to the last sequence number received. */
type FrameEffect = "old" | "gap" | "reset" | "next";

/**
 * @param sequence the last sequence number received
 * @param frame `from` and `sequence` are the last sequence numbers before and after the frame
 */
export function classifyFrame(
  sequence: number,
  frame: { from: number; sequence: number; reset: boolean },
): FrameEffect {
  if (frame.reset) return "reset";
  if (frame.from > sequence) return "gap";
  return frame.sequence > sequence ? "next" : "old";
}
