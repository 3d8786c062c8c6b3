import type { Available } from "./available.ts";
import type { Beats } from "./beats.ts";
import type { Departures } from "./departures.ts";
import type { LiveDeps } from "./deps.ts";
import type { LiveSocket, VisitorSocket } from "./sockets.ts";
import type { Tickets } from "./ticket.ts";
import type { Typing } from "./typing.ts";

/** What the sessions are given. */
export interface Rooms extends LiveDeps {
  readonly beats: Beats;
  readonly typing: Typing;
  readonly available: Available;
  readonly tickets: Tickets;
  /** Agents whose last dashboard was closed. */
  readonly agentsLeft: Departures<{ agent: string; since: number }>;
  /** A visitor has connected, or closed a connection. */
  came(socket: VisitorSocket): void;
  left(socket: VisitorSocket): void;
  /** Ends the connection if what was begun for it fails. */
  failing(socket: LiveSocket, doing: Promise<void>): void;
}
