import type { AvailabilityBroadcast } from "./availability-broadcast.ts";
import type { ConnectTokens } from "./connect-token.ts";
import type { LiveDeps } from "./deps.ts";
import type { DisconnectGrace } from "./disconnect-grace.ts";
import type { Heartbeats } from "./heartbeat.ts";
import type { LiveSocket, VisitorSocket } from "./sockets.ts";
import type { Typing } from "./typing.ts";

/** What the sessions are given. */
export interface SessionContext extends LiveDeps {
  readonly beats: Heartbeats;
  readonly typing: Typing;
  readonly available: AvailabilityBroadcast;
  readonly tickets: ConnectTokens;
  /** Agents whose last dashboard was closed. */
  readonly agentsLeft: DisconnectGrace<{ agent: string; since: number }>;
  /** A visitor has connected, or closed a connection. */
  came(socket: VisitorSocket): void;
  left(socket: VisitorSocket): void;
  /** Ends the connection if what was begun for it fails. */
  failing(socket: LiveSocket, doing: Promise<void>): void;
}
