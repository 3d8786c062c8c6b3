import { readOnlineVisitors } from "../conversations/visitor/online-visitors.ts";
import { sendToMembers } from "./broadcast.ts";
import type { LiveDeps } from "./deps.ts";
import { DisconnectGrace } from "./disconnect-grace.ts";

type OnlineVisitorsDeps = Pick<LiveDeps, "connections" | "database" | "log">;

/**
 * Sends watching dashboards the visitors who arrive, open another page, or leave. Reads nothing if no dashboard watches.
 */
export class OnlineVisitorsBroadcast {
  readonly #deps: OnlineVisitorsDeps;
  readonly #grace = new DisconnectGrace<{ property: string; visitor: string }>();
  /** By property and visitor, whether the visitor has left. Sent together once a second. */
  readonly #changed = new Map<string, Map<string, boolean>>();

  constructor(deps: OnlineVisitorsDeps) {
    this.#deps = deps;
  }

  /** A visitor has opened a page or a connection. */
  visitorArrived(property: string, visitor: string): void {
    this.#grace.cancel(`${property} ${visitor}`);
    this.#enqueue(property, visitor, false);
  }

  /** A visitor has closed a connection. */
  visitorDisconnected(property: string, visitor: string): void {
    const { connections } = this.#deps;
    if (connections.ofVisitor(property, visitor).length || !connections.isWatched(property)) return;
    this.#grace.start(`${property} ${visitor}`, { property, visitor });
  }

  /** Runs once a second. */
  tick(): void {
    for (const { property, visitor } of this.#grace.tick()) this.#enqueue(property, visitor, true);
    for (const [property, changed] of this.#changed)
      this.#send(property, changed).catch((err: unknown) =>
        this.#deps.log.error({ err }, "reading the online visitors failed"),
      );
    this.#changed.clear();
  }

  #enqueue(property: string, visitor: string, gone: boolean): void {
    if (!this.#deps.connections.isWatched(property)) return;
    this.#changed.set(property, (this.#changed.get(property) ?? new Map()).set(visitor, gone));
  }

  async #send(property: string, changed: ReadonlyMap<string, boolean>): Promise<void> {
    const { connections, database } = this.#deps;
    const isConnected = (visitor: string) => connections.ofVisitor(property, visitor).length > 0;
    const visitors = await readOnlineVisitors(database.read, property, [...changed.keys()], isConnected);
    for (const visitor of visitors) {
      const gone = changed.get(visitor.visitor) ?? false;
      const frame = { kind: "online_visitor", property, visitor, gone } as const;
      sendToMembers(connections, property, frame, (_session, { watchesVisitors }) => watchesVisitors);
    }
  }
}
