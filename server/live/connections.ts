import type { AgentSocket, Follow, VisitorSocket } from "./sockets.ts";

/** Who is connected. */
export class Connections {
  readonly #visitors = new Map<string, Map<string, VisitorSocket[]>>();
  readonly #agents = new Map<string, Set<AgentSocket>>();
  readonly #followers = new Map<string, Set<AgentSocket>>();

  addVisitor(socket: VisitorSocket): void {
    const ofProperty = this.#visitors.get(socket.property) ?? new Map<string, VisitorSocket[]>();
    this.#visitors.set(socket.property, ofProperty);
    ofProperty.set(socket.visitor, [...(ofProperty.get(socket.visitor) ?? []), socket]);
  }

  removeVisitor(socket: VisitorSocket): void {
    const ofProperty = this.#visitors.get(socket.property);
    const others = ofProperty?.get(socket.visitor)?.filter((one) => one !== socket) ?? [];
    if (others.length) ofProperty?.set(socket.visitor, others);
    else ofProperty?.delete(socket.visitor);
    if (!ofProperty?.size) this.#visitors.delete(socket.property);
  }

  /** The connections of one visitor: one for each browser window that holds one. */
  ofVisitor(property: string, visitor: string): readonly VisitorSocket[] {
    return this.#visitors.get(property)?.get(visitor) ?? [];
  }

  *visitorsOf(property: string): Iterable<VisitorSocket> {
    for (const sockets of this.#visitors.get(property)?.values() ?? []) yield* sockets;
  }

  /** The IDs of a property's connected visitors. */
  connectedTo(property: string): ReadonlySet<string> {
    return new Set(this.#visitors.get(property)?.keys());
  }

  addAgent(socket: AgentSocket): void {
    const others = this.#agents.get(socket.agent.id) ?? new Set();
    this.#agents.set(socket.agent.id, others.add(socket));
  }

  removeAgent(socket: AgentSocket): void {
    for (const property of [...socket.follows.keys()]) this.unfollow(socket, property);
    const others = this.#agents.get(socket.agent.id);
    others?.delete(socket);
    if (!others?.size) this.#agents.delete(socket.agent.id);
  }

  /** The connections of one agent. */
  ofAgent(agent: string): readonly AgentSocket[] {
    return [...(this.#agents.get(agent) ?? [])];
  }

  follow(socket: AgentSocket, property: string, follow: Follow): void {
    socket.follows.set(property, follow);
    this.#followers.set(property, (this.#followers.get(property) ?? new Set()).add(socket));
  }

  unfollow(socket: AgentSocket, property: string): void {
    socket.follows.delete(property);
    const others = this.#followers.get(property);
    others?.delete(socket);
    if (!others?.size) this.#followers.delete(property);
  }

  /** The dashboards that follow a property, those too that are yet to be found to be a member's. */
  *followersOf(property: string): Iterable<readonly [AgentSocket, Follow]> {
    for (const socket of this.#followers.get(property) ?? []) {
      const follow = socket.follows.get(property);
      if (follow) yield [socket, follow];
    }
  }

  /** The dashboards of members that follow a property. */
  *membersOf(property: string): Iterable<readonly [AgentSocket, Follow]> {
    for (const one of this.followersOf(property)) if (one[1].member) yield one;
  }

  /** Whether somebody looks at who is on the site. */
  isWatched(property: string): boolean {
    for (const [, { site }] of this.membersOf(property)) if (site) return true;
    return false;
  }

  /** The properties that somebody is connected to. */
  properties(): ReadonlySet<string> {
    return new Set([...this.#visitors.keys(), ...this.#followers.keys()]);
  }
}
