import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { FoyerEvent } from "../../shared/event.ts";
import { HEARTBEAT_INTERVAL, LIVE_CLOSE, type ToAgent } from "../../shared/live.ts";
import { noteGone } from "../accounts/presence.ts";
import { AvailabilityBroadcast } from "./availability-broadcast.ts";
import { ChangesBroadcast } from "./broadcast.ts";
import { ConnectTokens } from "./connect-token.ts";
import type { LiveDeps } from "./deps.ts";
import { DisconnectGrace } from "./disconnect-grace.ts";
import { createUpgradeHandler } from "./handle-upgrade.ts";
import { Heartbeats, TURN } from "./heartbeat.ts";
import { OnlineVisitorsBroadcast } from "./online-visitors-broadcast.ts";
import type { SessionContext } from "./session-context.ts";
import { send } from "./sockets.ts";
import { Typing } from "./typing.ts";

/** Close code of RFC 6455, 7.4.1: the server goes away; and that it has met something it did not expect. */
const GOING_AWAY = 1001;
const UNEXPECTED = 1011;

/** The live connections. */
export interface Live {
  /** For the HTTP server's `upgrade` event. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** A second has passed: what is due is done. */
  turn(): void;
  /** Turns by itself until it is stopped. */
  start(): void;
  /** Closes every connection; clients come back to the next server. */
  stop(): void;
}

/** Makes the live connections. Starts no timer; listens to the bus. */
export function createLive(deps: LiveDeps): Live {
  const { bus, connections, database, log, now } = deps;
  const beats = new Heartbeats();
  const typing = new Typing(connections);
  const available = new AvailabilityBroadcast(deps);
  const pushes = new ChangesBroadcast(deps);
  const site = new OnlineVisitorsBroadcast(deps);
  const visitorsLeft = new DisconnectGrace<{ property: string; visitor: string }>();
  const rooms: SessionContext = {
    ...deps,
    beats,
    typing,
    available,
    tickets: new ConnectTokens(deps.liveSecrets),
    agentsLeft: new DisconnectGrace(),
    came({ property, visitor }) {
      visitorsLeft.back(`${property} ${visitor}`);
      site.changed(property, visitor);
    },
    left({ property, visitor }) {
      if (connections.ofVisitor(property, visitor).length || !connections.isWatched(property)) return;
      visitorsLeft.left(`${property} ${visitor}`, { property, visitor });
    },
    failing(socket, doing) {
      doing.catch((error: unknown) => {
        log.error({ err: error }, "a live connection failed");
        socket.close(UNEXPECTED, "please come back");
      });
    },
  };

  const stopListening = bus.on((event) => told(event));
  function told(event: FoyerEvent): void {
    switch (event.kind) {
      case "conversation":
        return void pushes.changed(event);
      case "visit":
        visitorsLeft.back(`${event.property} ${event.visitor}`);
        return void site.changed(event.property, event.visitor);
      case "person": {
        const frame = JSON.stringify(event satisfies ToAgent);
        for (const [socket] of connections.membersOf(event.property)) send(socket, frame);
        return;
      }
      case "presence":
        return void available.recheck(connections.properties());
      case "settings":
        return void available.recheck([event.property]);
      case "visitor_revoked":
        for (const socket of connections.ofVisitor(event.property, event.visitor))
          socket.close(LIVE_CLOSE.unauthorized, "revoked");
        return;
      case "agent_revoked":
        if (event.property === null) rooms.tickets.revokeIssued(event.agent, now());
        for (const socket of connections.ofAgent(event.agent))
          if (event.property === null || socket.follows.has(event.property)) {
            connections.removeAgent(socket);
            socket.close(LIVE_CLOSE.unauthorized, "revoked");
          }
        return;
    }
  }

  let turns = 0;
  function turn(): void {
    beats.turn(now());
    typing.turn();
    for (const { property, visitor } of visitorsLeft.turn()) site.changed(property, visitor, true);
    site.turn();
    for (const gone of rooms.agentsLeft.turn())
      database
        .write((tx) => noteGone(tx, gone))
        .catch((err: unknown) => log.error({ err }, "an agent who left could not be noted as away"));
    if (++turns % (HEARTBEAT_INTERVAL / TURN)) return;
    rooms.tickets.removeExpired(now());
    available.tidy();
    available.recheck(connections.properties());
  }

  let timer: NodeJS.Timeout | undefined;
  return {
    handleUpgrade: createUpgradeHandler(rooms),
    turn,
    start() {
      timer = setInterval(turn, TURN);
      timer.unref();
    },
    stop() {
      clearInterval(timer);
      stopListening();
      beats.close(GOING_AWAY, "the server goes away");
    },
  };
}
