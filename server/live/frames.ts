import type { VisitorConversation } from "../../shared/conversation.ts";
import type { FoyerEvent } from "../../shared/event.ts";
import type { AgentChanges } from "../../shared/live.ts";
import type { UntimedVisitorChanges } from "../conversations/core/changes-since.ts";
import type { Batch } from "./stream-cursor.ts";

export type ConversationChanged = Extract<FoyerEvent, { kind: "conversation" }>;

/** What commits in a row changed in a property. */
export interface AgentBatch extends Batch {
  readonly events: readonly ConversationChanged[];
}

/** What of it one visitor may hear. */
export interface VisitorBatch extends Batch {
  readonly events: readonly ConversationChanged["visitor"][];
}

/** @param events of one property, at least one, in their order */
export function agentBatch(events: readonly ConversationChanged[]): AgentBatch {
  return { sequence: Math.max(...events.map(({ sequence }) => sequence)), events };
}

/** A property's changes, each for the visitor whose conversation it is. */
export function visitorBatches({ events }: AgentBatch): Map<string, VisitorBatch> {
  const batches = new Map<string, VisitorBatch>();
  for (const { visitor, sequence } of events) {
    const before = batches.get(visitor.id);
    batches.set(visitor.id, {
      sequence: Math.max(sequence, before?.sequence ?? 0),
      events: [...(before?.events ?? []), visitor],
    });
  }
  return batches;
}

/** A batch as a dashboard gets it: each conversation as it is in the end, and each entry once. */
export function agentFrame(property: string, from: number, { sequence, events }: AgentBatch): AgentChanges {
  const conversations = new Map(events.map(({ summary }) => [summary.id, summary]));
  const messages = events.flatMap(({ summary, messages }) =>
    messages.map((message) => ({ conversation: summary.id, message })),
  );
  return {
    kind: "changes",
    property,
    from,
    sequence,
    reset: false,
    conversations: [...conversations.values()],
    messages: lastOfEach(messages, ({ message }) => message.sequence),
  };
}

/**
 * A batch as the visitor's browser gets it; null: nothing in it is for them to see. Not even that a note was written
 * can be told from the frames.
 *
 * @param current the conversation that the visitor is in, as they know it; one that was opened later takes its place,
 *   and what changes in an earlier one does not
 */
export function visitorFrame(
  from: number,
  { sequence, events }: VisitorBatch,
  current: VisitorConversation | null,
): { frame: UntimedVisitorChanges; current: VisitorConversation | null } | null {
  // IDs are made by the clock: who was opened later has the higher one
  const last = events.reduce<VisitorConversation | null>(
    (last, { conversation }) => (!last || conversation.id >= last.id ? conversation : last),
    current,
  );
  const conversation = JSON.stringify(last) === JSON.stringify(current) ? null : last;
  const messages = lastOfEach(
    events.flatMap((event) => event.messages),
    (message) => message.sequence,
  );
  if (!conversation && !messages.length) return null;
  const frame = {
    kind: "changes",
    from,
    sequence,
    reset: false,
    conversation,
    messages,
    earlier: false,
  } as const;
  return { frame, current: last };
}

/** By place; of an entry that is there twice, as it is in the end. */
function lastOfEach<T>(entries: readonly T[], placeOf: (entry: T) => number): T[] {
  const last = new Map(entries.map((entry) => [placeOf(entry), entry]));
  return [...last.values()].sort((a, b) => placeOf(a) - placeOf(b));
}
