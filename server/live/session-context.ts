import type { Available } from "./availability-broadcast.ts";
import type { Tickets } from "./connect-token.ts";
import type { LiveDeps } from "./deps.ts";
import type { Departures } from "./disconnect-grace.ts";
import type { Beats } from "./heartbeat.ts";
import type { LiveSocket, VisitorSocket } from "./sockets.ts";
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
