import type { ToAgent, VisitorChanges } from "../../shared/live.ts";
import type { Connections } from "./connections.ts";
import type { LiveDeps } from "./deps.ts";
import {
  type AgentBatch,
  agentBatch,
  agentFrame,
  type ConversationChanged,
  type VisitorBatch,
  visitorBatches,
  visitorFrame,
} from "./frames.ts";
import { type AgentSession, type Follow, send, type VisitorSession } from "./sockets.ts";
import { advanceCursor, type CursorStep } from "./stream-cursor.ts";

/** Sends changes of conversations to the visitors and agents that they concern. */
export class ChangesBroadcast {
  readonly #connections: Connections;
  readonly #now: () => number;
  /** By property; null: no flush is scheduled. */
  #pending: Map<string, ConversationChanged[]> | null = null;

  constructor({ connections, now }: Pick<LiveDeps, "connections" | "now">) {
    this.#connections = connections;
    this.#now = now;
  }

  /**
   * Queues a change. All changes queued before the next microtask, which are those of one group commit, are sent in one
   * frame.
   */
  enqueue(event: ConversationChanged): void {
    if (!this.#pending) queueMicrotask(() => this.#flush());
    this.#pending ??= new Map();
    const others = this.#pending.get(event.property);
    if (others) others.push(event);
    else this.#pending.set(event.property, [event]);
  }

  #flush(): void {
    const pending = this.#pending ?? new Map<string, ConversationChanged[]>();
    this.#pending = null;
    for (const [property, events] of pending) {
      const batch = agentBatch(events);
      this.#sendToAgents(property, batch);
      for (const [visitor, visitorBatch] of visitorBatches(batch))
        for (const session of this.#connections.ofVisitor(property, visitor))
          sendVisitorStep(session, advanceCursor(session.cursor, visitorBatch), this.#now());
    }
  }

  #sendToAgents(property: string, batch: AgentBatch): void {
    // sessions at the same sequence number share one serialized frame
    const frames = new Map<number, Buffer>();
    for (const [session, follow] of this.#connections.followersOf(property))
      sendAgentStep(session, follow, advanceCursor(follow.cursor, batch), (from) => {
        const frame = frames.get(from) ?? Buffer.from(JSON.stringify(agentFrame(property, from, batch)));
        frames.set(from, frame);
        return frame;
      });
  }
}

/** Sends the visible part of a step to a visitor, and advances the session's cursor to the last frame sent. */
export function sendVisitorStep(
  session: VisitorSession,
  { cursor, send: batches }: CursorStep<VisitorBatch>,
  now: number,
): void {
  let sequence = batches[0]?.from ?? cursor.sequence;
  for (const { batch } of batches) {
    const made = visitorFrame(sequence, batch, session.current);
    if (!made) continue;
    session.current = made.current;
    sequence = batch.sequence;
    send(session.socket, JSON.stringify({ ...made.frame, now } satisfies VisitorChanges));
  }
  session.cursor = { ...cursor, sequence };
}

/** Sends a step to a dashboard, and advances the cursor. */
export function sendAgentStep(
  { socket }: AgentSession,
  follow: Follow,
  { cursor, send: batches }: CursorStep<AgentBatch>,
  serialize: (from: number, batch: AgentBatch) => string | Buffer,
): void {
  follow.cursor = cursor;
  for (const { from, batch } of batches) send(socket, serialize(from, batch));
}

/**
 * Sends a frame to the dashboards of all members that follow a property.
 *
 * @param isRecipient returns false for sessions to skip
 */
export function sendToMembers(
  connections: Connections,
  property: string,
  frame: ToAgent,
  isRecipient: (session: AgentSession, follow: Follow) => boolean = () => true,
): void {
  const text = JSON.stringify(frame);
  for (const [session, follow] of connections.membersOf(property))
    if (isRecipient(session, follow)) send(session.socket, text);
}
