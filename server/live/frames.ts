import type { VisitorConversation } from "../../shared/conversation.ts";
import type { FoyerEvent } from "../../shared/event.ts";
import type { AgentChanges } from "../../shared/live.ts";
import type { UntimedVisitorChanges } from "../conversations/core/changes-since.ts";
import type { Batch } from "./stream-cursor.ts";

export type ConversationChanged = Extract<FoyerEvent, { kind: "conversation" }>;

/** The changes of one or several consecutive commits in a property. */
export interface AgentBatch extends Batch {
  readonly events: readonly ConversationChanged[];
}

/** The part of an `AgentBatch` that concerns one visitor. */
export interface VisitorBatch extends Batch {
  readonly events: readonly NonNullable<ConversationChanged["visitor"]>[];
}

/** @param events at least one, all of the same property, in the order of their commits */
export function agentBatch(events: readonly ConversationChanged[]): AgentBatch {
  return { sequence: Math.max(...events.map(({ sequence }) => sequence)), events };
}

/** Splits a batch by the visitors of its conversations; keys are visitor IDs. */
export function visitorBatches({ events }: AgentBatch): Map<string, VisitorBatch> {
  const batches = new Map<string, VisitorBatch>();
  for (const { visitor, sequence } of events) {
    if (!visitor) continue;
    const batch = batches.get(visitor.id);
    batches.set(visitor.id, {
      sequence: Math.max(sequence, batch?.sequence ?? 0),
      events: [...(batch?.events ?? []), visitor],
    });
  }
  return batches;
}

/** The frame that a dashboard gets for a batch: the last state of each conversation and of each entry. */
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
 * The frame that a visitor's browser gets for a batch; null if the batch contains nothing visible. Frames do not even
 * reveal that a note was written.
 *
 * @param current the visitor's last conversation, as the browser knows it. One that was opened later replaces it;
 *   changes of earlier ones do not
 */
export function visitorFrame(
  from: number,
  { sequence, events }: VisitorBatch,
  current: VisitorConversation | null,
): { frame: UntimedVisitorChanges; current: VisitorConversation | null } | null {
  // IDs are UUIDs of version 7: a later one is higher
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

/** The entries in the order of their sequence numbers. If a number occurs twice, the later entry wins. */
function lastOfEach<T>(entries: readonly T[], sequenceOf: (entry: T) => number): T[] {
  const last = new Map(entries.map((entry) => [sequenceOf(entry), entry]));
  return [...last.values()].sort((a, b) => sequenceOf(a) - sequenceOf(b));
}
