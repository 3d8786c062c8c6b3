import type { ToAgent, ToVisitor } from "../../shared/live.ts";
import type { LiveDeps } from "./deps.ts";
import { type AgentSocket, send, type VisitorSocket } from "./sockets.ts";

type AvailableDeps = Pick<LiveDeps, "connections" | "isAvailable" | "properties" | "log">;

/** Tells everybody who is connected whether somebody answers, as soon as the answer is another. */
export class AvailabilityBroadcast {
  readonly #deps: AvailableDeps;
  /** The answer that the connected ones have, of each property that somebody is connected to. */
  readonly #known = new Map<string, boolean>();
  /** One look after the other, so that an older answer never comes after a newer one. */
  #looking: Promise<void> = Promise.resolve();

  constructor(deps: AvailableDeps) {
    this.#deps = deps;
  }

  /** Looks again: an agent came or went, hours passed, settings were saved. */
  recheck(properties: Iterable<string>): void {
    for (const property of properties)
      this.#looking = this.#looking
        .then(() => this.#look(property))
        .catch((err: unknown) =>
          this.#deps.log.error({ err }, "availability is not known; asked again soon"),
        );
  }

  /** Tells one who has just come. */
  greet(socket: VisitorSocket): void {
    const known = this.#known.get(socket.property);
    if (known === undefined) this.recheck([socket.property]);
    else send(socket, visitorFrame(known));
  }

  /** Tells a dashboard that has just begun to follow. */
  greetAgent(socket: AgentSocket, property: string): void {
    const known = this.#known.get(property);
    if (known === undefined) this.recheck([property]);
    else send(socket, agentFrame(property, known));
  }

  /** Forgets what nobody is connected to any more. */
  tidy(): void {
    const connected = this.#deps.connections.properties();
    for (const property of this.#known.keys()) if (!connected.has(property)) this.#known.delete(property);
  }

  async #look(id: string): Promise<void> {
    const { connections, isAvailable, properties } = this.#deps;
    const property = await properties.find(id);
    if (!property) return;
    const available = await isAvailable(property);
    if (this.#known.get(id) === available) return;
    this.#known.set(id, available);
    const toVisitor = visitorFrame(available);
    for (const socket of connections.visitorsOf(id)) send(socket, toVisitor);
    const toAgent = agentFrame(id, available);
    for (const [socket] of connections.membersOf(id)) send(socket, toAgent);
  }
}

const visitorFrame = (available: boolean) =>
  JSON.stringify({ kind: "available", available } satisfies ToVisitor);
const agentFrame = (property: string, available: boolean) =>
  JSON.stringify({ kind: "available", property, available } satisfies ToAgent);
