import type { ToAgent } from "../../shared/live.ts";
import { readOnlineVisitors } from "../conversations/visitor/online-visitors.ts";
import type { LiveDeps } from "./deps.ts";
import { send } from "./sockets.ts";

type SiteDeps = Pick<LiveDeps, "connections" | "database" | "log">;

/** Tells who watches who comes to the site, goes to another page, and leaves. Nobody watches: nothing is read. */
export class OnlineVisitorsBroadcast {
  readonly #deps: SiteDeps;
  /** Of whom there is news, and whether it is that they left, by property; told together, once a second. */
  readonly #news = new Map<string, Map<string, boolean>>();

  constructor(deps: SiteDeps) {
    this.#deps = deps;
  }

  /** A visitor opened a page or connected, or is gone. */
  changed(property: string, visitor: string, gone = false): void {
    if (!this.#deps.connections.isWatched(property)) return;
    this.#news.set(property, (this.#news.get(property) ?? new Map()).set(visitor, gone));
  }

  /** A second has passed. */
  turn(): void {
    for (const [property, visitors] of this.#news)
      this.#tell(property, visitors).catch((err: unknown) =>
        this.#deps.log.error({ err }, "who is on the site could not be read"),
      );
    this.#news.clear();
  }

  async #tell(property: string, news: ReadonlyMap<string, boolean>): Promise<void> {
    const { connections, database } = this.#deps;
    const isConnected = (visitor: string) => connections.ofVisitor(property, visitor).length > 0;
    const visitors = await readOnlineVisitors(database.read, property, [...news.keys()], isConnected);
    for (const visitor of visitors) {
      const frame: ToAgent = {
        kind: "online_visitor",
        property,
        visitor,
        gone: news.get(visitor.visitor) ?? false,
      };
      const text = JSON.stringify(frame);
      for (const [socket, { site }] of connections.membersOf(property)) if (site) send(socket, text);
    }
  }
}
