import type { AvailabilityBroadcast } from "./availability-broadcast.ts";
import type { ConnectTokens } from "./connect-token.ts";
import type { LiveDeps } from "./deps.ts";
import type { DisconnectGrace } from "./disconnect-grace.ts";
import type { Heartbeats } from "./heartbeat.ts";
import type { OnlineVisitorsBroadcast } from "./online-visitors-broadcast.ts";
import type { LiveSocket } from "./sockets.ts";
import type { Typing } from "./typing.ts";

/** Close code of RFC 6455, 7.4.1: the server met an unexpected condition. */
const UNEXPECTED_CONDITION = 1011;

/** The state and services that all sessions share. */
export interface SessionContext extends LiveDeps {
  readonly heartbeats: Heartbeats;
  readonly typing: Typing;
  readonly availability: AvailabilityBroadcast;
  readonly onlineVisitors: OnlineVisitorsBroadcast;
  readonly connectTokens: ConnectTokens;
  /** Agents whose last dashboard was closed, by ID; `since` in ms since 1970. */
  readonly agentGrace: DisconnectGrace<{ agent: string; since: number }>;
}

/** Logs the failure of an asynchronous step of a session, and closes the connection; the client reconnects. */
export function closeOnFailure(
  { log }: Pick<SessionContext, "log">,
  socket: LiveSocket,
  step: Promise<void>,
): void {
  step.catch((err: unknown) => {
    log.error({ err }, "a live connection failed");
    socket.close(UNEXPECTED_CONDITION, "please reconnect");
  });
}
