import type { VisitorChanges } from "../../shared/live.ts";
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
import { type AgentSocket, type Follow, send, type VisitorSocket } from "./sockets.ts";
import { advanceCursor, type CursorStep } from "./stream-cursor.ts";

/** Brings what has happened to whom it concerns. */
export class ChangesBroadcast {
  readonly #connections: Connections;
  readonly #now: () => number;
  #pending: Map<string, ConversationChanged[]> | null = null;

  constructor({ connections, now }: Pick<LiveDeps, "connections" | "now">) {
    this.#connections = connections;
    this.#now = now;
  }

  /**
   * A conversation has changed. It is brought with what else the same commits changed: they tell it all in one turn.
   */
  changed(event: ConversationChanged): void {
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
      this.#toAgents(property, batch);
      for (const [visitor, theirs] of visitorBatches(batch))
        for (const socket of this.#connections.ofVisitor(property, visitor))
          advanceVisitor(socket, advanceCursor(socket.line, theirs), this.#now());
    }
  }

  #toAgents(property: string, batch: AgentBatch): void {
    // all who are up to date get the same bytes
    const frames = new Map<number, Buffer>();
    for (const [socket, follow] of this.#connections.followersOf(property))
      advanceAgent(socket, follow, advanceCursor(follow.line, batch), (from) => {
        const frame = frames.get(from) ?? Buffer.from(JSON.stringify(agentFrame(property, from, batch)));
        frames.set(from, frame);
        return frame;
      });
  }
}

/** Sends a visitor what the line lets through and is for them to see, and moves on to the last of it. */
export function advanceVisitor(
  socket: VisitorSocket,
  { line, send: sent }: CursorStep<VisitorBatch>,
  now: number,
): void {
  let sequence = sent[0]?.from ?? line.sequence;
  for (const { batch } of sent) {
    const made = visitorFrame(sequence, batch, socket.current);
    if (!made) continue;
    socket.current = made.current;
    sequence = batch.sequence;
    send(socket, JSON.stringify({ ...made.frame, now } satisfies VisitorChanges));
  }
  socket.line = { ...line, sequence };
}

/** Sends a dashboard what the line lets through, and moves on. */
export function advanceAgent(
  socket: AgentSocket,
  follow: Follow,
  { line, send: sent }: CursorStep<AgentBatch>,
  frameOf: (from: number, batch: AgentBatch) => string | Buffer,
): void {
  follow.line = line;
  for (const { from, batch } of sent) send(socket, frameOf(from, batch));
}
