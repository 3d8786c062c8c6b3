import type {
  Conversation,
  ConversationSummary,
  Message,
  MessagePage,
} from "../../../../shared/conversation.ts";

/** Merges entries by ID, each in its newest revision, ordered by sequence number. */
function mergeEntries(known: readonly Message[], incoming: readonly Message[]): readonly Message[] {
  const merged = new Map(known.map((message) => [message.id, message]));
  let changed = false;
  for (const message of incoming) {
    const old = merged.get(message.id);
    if (old && old.revision >= message.revision) continue;
    merged.set(message.id, message);
    changed = true;
  }
  return changed ? [...merged.values()].sort((a, b) => a.sequence - b.sequence) : known;
}

const firstSequence = ({ messages }: MessagePage) => messages[0]?.sequence ?? 0;

/**
 * Adds new and changed entries to a conversation. A change of an entry before the loaded ones is ignored, because that
 * page of the history will contain it.
 */
export function withMessages<C extends MessagePage>(known: C, incoming: readonly Message[]): C {
  const relevant = known.earlier
    ? incoming.filter(({ sequence }) => sequence >= firstSequence(known))
    : incoming;
  const messages = mergeEntries(known.messages, relevant);
  return messages === known.messages ? known : { ...known, messages: [...messages] };
}

/** Adds a page of the history before the loaded entries. */
export function withEarlierPage<C extends MessagePage>(known: C, page: MessagePage): C {
  return { ...known, messages: [...mergeEntries(known.messages, page.messages)], earlier: page.earlier };
}

/**
 * Merges a reloaded conversation with the loaded entries. If the two do not overlap, entries between them may be
 * missing, so only the reloaded ones remain.
 */
export function withReload(known: Conversation | null, fresh: Conversation): Conversation {
  if (!known) return fresh;
  const newer = known.revision > fresh.revision ? { ...fresh, ...summaryOf(known) } : fresh;
  const last = known.messages.at(-1)?.sequence ?? 0;
  const overlaps = !fresh.earlier || firstSequence(fresh) <= last;
  if (!overlaps) return newer;
  const earlier = firstSequence(known) < firstSequence(fresh) ? known.earlier : fresh.earlier;
  return { ...newer, messages: [...mergeEntries(known.messages, fresh.messages)], earlier };
}

/** Replaces a conversation's summary, unless the given one is older. */
export function withSummary(known: Conversation, summary: ConversationSummary): Conversation {
  return summary.revision < known.revision ? known : { ...known, ...summary };
}

/** The number of entries that remain after a long history is trimmed. */
const TRIMMED_LENGTH = 100;

/** Releases the oldest entries of a long history, so that it uses memory only while it is read. */
export function trimmed(known: Conversation): Conversation {
  if (known.messages.length <= 3 * TRIMMED_LENGTH) return known;
  return { ...known, messages: known.messages.slice(-TRIMMED_LENGTH), earlier: true };
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
