import type { AgentName } from "../../shared/conversation.ts";
import type { ToAgent, ToVisitor } from "../../shared/live.ts";
import type { Connections } from "./connections.ts";
import { type LiveSocket, send } from "./sockets.ts";

/** Who said so long ago that they type, and not again, has stopped, turns. */
const TYPING_LIFE = 6;
/** Whoever goes on typing is told of again after so many turns: to who has come meanwhile it is news. */
const TELL_AGAIN = 2;

/** Somebody who types, as a client said. */
export interface TypingState {
  readonly property: string;
  readonly conversation: string;
  /** Whose conversation it is. */
  readonly visitor: string;
  /** Null: the visitor. */
  readonly agent: AgentName | null;
  /** A note is no business of the visitor's. */
  readonly note: boolean;
}

/** Who types at the moment. Kept nowhere else. */
export class Typing {
  readonly #connections: Connections;
  readonly #now = new Map<string, { typist: TypingState; socket: LiveSocket; until: number; told: number }>();
  #turns = 0;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  /** Somebody types, still types, or has stopped. */
  said(socket: LiveSocket, typist: TypingState, on: boolean): void {
    const key = keyOf(typist);
    const before = this.#now.get(key);
    if (before && (!on || before.typist.note !== typist.note)) this.#end(key, before.typist);
    if (!on) return;
    const told = this.#now.get(key)?.told ?? Number.NEGATIVE_INFINITY;
    const tell = this.#turns - told >= TELL_AGAIN;
    const until = this.#turns + TYPING_LIFE;
    this.#now.set(key, { typist, socket, until, told: tell ? this.#turns : told });
    if (tell) this.#tell(typist, true);
  }

  /** A second has passed. */
  turn(): void {
    this.#turns++;
    for (const [key, { typist, until }] of this.#now) if (until <= this.#turns) this.#end(key, typist);
  }

  /** A connection is gone, and with it who typed there. */
  gone(socket: LiveSocket): void {
    for (const [key, one] of this.#now) if (one.socket === socket) this.#end(key, one.typist);
  }

  #end(key: string, typist: TypingState): void {
    this.#now.delete(key);
    this.#tell(typist, false);
  }

  #tell({ property, conversation, visitor, agent, note }: TypingState, on: boolean): void {
    const toAgents = JSON.stringify({ kind: "typing", property, conversation, agent, on } satisfies ToAgent);
    for (const [socket] of this.#connections.membersOf(property))
      if (socket.agent.id !== agent?.id) send(socket, toAgents);
    if (!agent || note) return;
    const toVisitor = JSON.stringify({
      kind: "typing",
      conversation,
      agent: agent.name,
      on,
    } satisfies ToVisitor);
    for (const socket of this.#connections.ofVisitor(property, visitor)) send(socket, toVisitor);
  }
}

const keyOf = ({ property, conversation, agent }: TypingState) =>
  `${property} ${conversation} ${agent?.id ?? ""}`;
