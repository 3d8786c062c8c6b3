import type { AgentName } from "../../shared/conversation.ts";
import type { ToVisitor } from "../../shared/live.ts";
import { sendToMembers } from "./broadcast.ts";
import type { Connections } from "./connections.ts";
import { type AgentSession, send, type VisitorSession } from "./sockets.ts";

/** Typing that is not reported again within so many ticks has ended. */
const TYPING_LIFE = 6;
/** Ongoing typing is sent again after so many ticks, for those who have connected meanwhile. */
const REPEAT_AFTER = 2;

/** The person who types, and the conversation. */
export interface TypingState {
  readonly property: string;
  readonly conversation: string;
  /** The visitor of the conversation. */
  readonly visitor: string;
  /** Null: the visitor types. */
  readonly agent: AgentName | null;
  /** Whether the agent types a note. It is not sent to the visitor. */
  readonly note: boolean;
}

interface Typist {
  readonly state: TypingState;
  readonly session: VisitorSession | AgentSession;
  readonly expiresAt: number;
  readonly sentAt: number;
}

/** Sends who types at the moment. The state is in memory only. */
export class Typing {
  readonly #connections: Connections;
  readonly #typists = new Map<string, Typist>();
  #ticks = 0;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  /** A session reports that its user types (again), or has stopped. */
  update(session: Typist["session"], state: TypingState, isTyping: boolean): void {
    const key = keyOf(state);
    const before = this.#typists.get(key);
    if (before && (!isTyping || before.state.note !== state.note)) this.#end(key, before.state);
    if (!isTyping) return;
    const lastSentAt = this.#typists.get(key)?.sentAt ?? Number.NEGATIVE_INFINITY;
    const isDue = this.#ticks - lastSentAt >= REPEAT_AFTER;
    const expiresAt = this.#ticks + TYPING_LIFE;
    this.#typists.set(key, { state, session, expiresAt, sentAt: isDue ? this.#ticks : lastSentAt });
    if (isDue) this.#send(state, true);
  }

  /** Runs once a second. */
  tick(): void {
    this.#ticks++;
    for (const [key, { state, expiresAt }] of this.#typists)
      if (expiresAt <= this.#ticks) this.#end(key, state);
  }

  /** Ends the typing of a session that was closed. */
  endSession(session: Typist["session"]): void {
    for (const [key, typist] of this.#typists) if (typist.session === session) this.#end(key, typist.state);
  }

  #end(key: string, state: TypingState): void {
    this.#typists.delete(key);
    this.#send(state, false);
  }

  #send({ property, conversation, visitor, agent, note }: TypingState, on: boolean): void {
    const toAgents = { kind: "typing", property, conversation, agent, on } as const;
    sendToMembers(this.#connections, property, toAgents, (session) => session.agent !== agent?.id);
    if (!agent || note) return;
    const toVisitor = { kind: "typing", conversation, agent: agent.name, on } satisfies ToVisitor;
    const text = JSON.stringify(toVisitor);
    for (const { socket } of this.#connections.ofVisitor(property, visitor)) send(socket, text);
  }
}

const keyOf = ({ property, conversation, agent }: TypingState) =>
  `${property} ${conversation} ${agent?.id ?? ""}`;
