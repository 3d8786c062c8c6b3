import type { ToAgent, ToVisitor } from "../../shared/live.ts";
import { sendToMembers } from "./broadcast.ts";
import type { LiveDeps } from "./deps.ts";
import { type AgentSession, send, type VisitorSession } from "./sockets.ts";

type AvailabilityDeps = Pick<LiveDeps, "connections" | "isAvailable" | "properties" | "log">;

/** Tells connected visitors and dashboards whether a property is available (R20), whenever that changes. */
export class AvailabilityBroadcast {
  readonly #deps: AvailabilityDeps;
  /** The value that was sent last, by property. Only properties with connections are in it. */
  readonly #sent = new Map<string, boolean>();
  /** Checks run one after the other, so that an older answer never overwrites a newer one. */
  #lastCheck: Promise<void> = Promise.resolve();

  constructor(deps: AvailabilityDeps) {
    this.#deps = deps;
  }

  /** Checks again, because an agent came or went, opening hours passed, or settings were saved. */
  recheck(properties: Iterable<string>): void {
    for (const property of properties) this.#afterLastCheck(() => this.#check(property));
  }

  /** Sends the state to a visitor who has just connected. */
  greetVisitor({ socket, property }: VisitorSession): void {
    this.#greet(property, (available) => send(socket, JSON.stringify(visitorFrame(available))));
  }

  /** Sends the state to a dashboard that has just begun to follow. */
  greetAgent({ socket }: AgentSession, property: string): void {
    this.#greet(property, (available) => send(socket, JSON.stringify(agentFrame(property, available))));
  }

  /** Checks first, because nobody may have been connected when the state changed. */
  #greet(property: string, sendState: (available: boolean) => void): void {
    this.#afterLastCheck(async () => {
      const wasSentToAll = await this.#check(property);
      const available = this.#sent.get(property);
      if (!wasSentToAll && available !== undefined) sendState(available);
    });
  }

  #afterLastCheck(job: () => Promise<unknown>): void {
    this.#lastCheck = this.#lastCheck.then(job).then(
      () => undefined,
      (err: unknown) => this.#deps.log.error({ err }, "checking the availability failed"),
    );
  }

  /** Removes properties without connections. */
  removeUnused(): void {
    const connected = this.#deps.connections.properties();
    for (const property of this.#sent.keys()) if (!connected.has(property)) this.#sent.delete(property);
  }

  /** @returns whether the state has changed, and was sent to all */
  async #check(id: string): Promise<boolean> {
    const { connections, isAvailable, properties } = this.#deps;
    const property = await properties.find(id);
    if (!property) return false;
    const available = await isAvailable(property);
    if (this.#sent.get(id) === available) return false;
    this.#sent.set(id, available);
    const toVisitor = JSON.stringify(visitorFrame(available));
    for (const { socket } of connections.visitorsOf(id)) send(socket, toVisitor);
    sendToMembers(connections, id, agentFrame(id, available));
    return true;
  }
}

const visitorFrame = (available: boolean): ToVisitor => ({ kind: "available", available });
const agentFrame = (property: string, available: boolean): ToAgent => ({
  kind: "available",
  property,
  available,
});
