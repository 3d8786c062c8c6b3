import type { AgentSession, Follow, VisitorSession } from "./sockets.ts";

/** The registry of live sessions. */
export class Connections {
  /** By property, then by visitor. */
  readonly #visitors = new Map<string, Map<string, VisitorSession[]>>();
  readonly #agents = new Map<string, Set<AgentSession>>();
  /** By property. */
  readonly #followers = new Map<string, Set<AgentSession>>();

  addVisitor(session: VisitorSession): void {
    const ofProperty = this.#visitors.get(session.property) ?? new Map<string, VisitorSession[]>();
    this.#visitors.set(session.property, ofProperty);
    ofProperty.set(session.visitor, [...(ofProperty.get(session.visitor) ?? []), session]);
  }

  removeVisitor(session: VisitorSession): void {
    const ofProperty = this.#visitors.get(session.property);
    const others = ofProperty?.get(session.visitor)?.filter((one) => one !== session) ?? [];
    if (others.length) ofProperty?.set(session.visitor, others);
    else ofProperty?.delete(session.visitor);
    if (!ofProperty?.size) this.#visitors.delete(session.property);
  }

  /** The sessions of one visitor: one for each browser window that holds a connection. */
  ofVisitor(property: string, visitor: string): readonly VisitorSession[] {
    return this.#visitors.get(property)?.get(visitor) ?? [];
  }

  /** The sessions of all visitors of a property. */
  *visitorsOf(property: string): Iterable<VisitorSession> {
    for (const sessions of this.#visitors.get(property)?.values() ?? []) yield* sessions;
  }

  /** The properties that have connected visitors. */
  propertiesOfVisitors(): Iterable<string> {
    return this.#visitors.keys();
  }

  /** The IDs of a property's connected visitors. */
  connectedTo(property: string): ReadonlySet<string> {
    return new Set(this.#visitors.get(property)?.keys());
  }

  addAgent(session: AgentSession): void {
    const others = this.#agents.get(session.agent) ?? new Set();
    this.#agents.set(session.agent, others.add(session));
  }

  /** Removes a session with all that it follows. Does nothing if it was removed before. */
  removeAgent(session: AgentSession): void {
    for (const property of [...session.follows.keys()]) this.unfollow(session, property);
    const others = this.#agents.get(session.agent);
    others?.delete(session);
    if (!others?.size) this.#agents.delete(session.agent);
  }

  /** The sessions of all agents. */
  agents(): readonly AgentSession[] {
    return [...this.#agents.values()].flatMap((sessions) => [...sessions]);
  }

  /** The sessions of one agent. */
  ofAgent(agent: string): readonly AgentSession[] {
    return [...(this.#agents.get(agent) ?? [])];
  }

  follow(session: AgentSession, property: string, follow: Follow): void {
    session.follows.set(property, follow);
    this.#followers.set(property, (this.#followers.get(property) ?? new Set()).add(session));
  }

  unfollow(session: AgentSession, property: string): void {
    session.follows.delete(property);
    const others = this.#followers.get(property);
    others?.delete(session);
    if (!others?.size) this.#followers.delete(property);
  }

  /** The sessions that follow a property, including those whose membership is not verified yet. */
  *followersOf(property: string): Iterable<readonly [AgentSession, Follow]> {
    for (const session of this.#followers.get(property) ?? []) {
      const follow = session.follows.get(property);
      if (follow) yield [session, follow];
    }
  }

  /** The sessions of verified members that follow a property. */
  *membersOf(property: string): Iterable<readonly [AgentSession, Follow]> {
    for (const one of this.followersOf(property)) if (one[1].isMember) yield one;
  }

  /** Whether a dashboard has subscribed to the property's online visitors. */
  isWatched(property: string): boolean {
    for (const [, { watchesVisitors }] of this.membersOf(property)) if (watchesVisitors) return true;
    return false;
  }

  /** The properties that at least one session belongs to or follows. */
  properties(): ReadonlySet<string> {
    return new Set([...this.#visitors.keys(), ...this.#followers.keys()]);
  }
}
