import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { FoyerEvent } from "../../shared/event.ts";
import { HEARTBEAT_INTERVAL, LIVE_CLOSE } from "../../shared/live.ts";
import { saveDisconnect } from "../accounts/presence.ts";
import { AccessCheck } from "./access-check.ts";
import { closeEnded } from "./agent-session.ts";
import { AvailabilityBroadcast } from "./availability-broadcast.ts";
import { BlockCheck } from "./block-check.ts";
import { ChangesBroadcast, sendToMembers } from "./broadcast.ts";
import { ConnectTokens } from "./connect-token.ts";
import type { LiveDeps } from "./deps.ts";
import { DisconnectGrace } from "./disconnect-grace.ts";
import { createUpgradeHandler } from "./handle-upgrade.ts";
import { Heartbeats, TICK } from "./heartbeat.ts";
import { OnlineVisitorsBroadcast } from "./online-visitors-broadcast.ts";
import type { SessionContext } from "./session-context.ts";
import { Typing } from "./typing.ts";

/** Close code of RFC 6455, 7.4.1: the server shuts down. */
const GOING_AWAY = 1001;

/** The server's side of all live connections. */
export interface Live {
  /** For the HTTP server's `upgrade` event. */
  handleUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void;
  /** Does what is due; to be called once a second. */
  tick(): void;
  /** Calls `tick` once a second until `stop`. */
  start(): void;
  /** Closes every connection; clients reconnect to the next server. */
  stop(): void;
}

/** Makes the live connections. Starts no timer; listens to the bus. */
export function createLive(deps: LiveDeps): Live {
  const context: SessionContext = {
    ...deps,
    heartbeats: new Heartbeats(),
    typing: new Typing(deps.connections),
    availability: new AvailabilityBroadcast(deps),
    onlineVisitors: new OnlineVisitorsBroadcast(deps),
    connectTokens: new ConnectTokens(deps.liveSecrets),
    agentGrace: new DisconnectGrace(),
  };
  const changes = new ChangesBroadcast(deps);
  const accessCheck = new AccessCheck(context);
  const blockCheck = new BlockCheck(context);
  const stopListening = deps.bus.on((event) => handleEvent(context, changes, event));

  let ticks = 0;
  const tick = () => {
    tickEverySecond(context);
    accessCheck.start();
    ticks++;
    if (ticks % (HEARTBEAT_INTERVAL / TICK) !== 0) return;
    tickEveryHeartbeat(context);
    blockCheck.start();
  };

  let timer: NodeJS.Timeout | undefined;
  return {
    handleUpgrade: createUpgradeHandler(context),
    tick,
    start() {
      timer = setInterval(tick, TICK);
      timer.unref();
    },
    stop() {
      clearInterval(timer);
      stopListening();
      context.heartbeats.closeAll(GOING_AWAY, "the server shuts down");
    },
  };
}

function handleEvent(context: SessionContext, changes: ChangesBroadcast, event: FoyerEvent): void {
  const { availability, connections, onlineVisitors } = context;
  switch (event.kind) {
    case "conversation":
      changes.enqueue(event);
      break;
    case "visit":
      onlineVisitors.visitorArrived(event.property, event.visitor);
      break;
    case "person": {
      const { kind, property, person } = event;
      sendToMembers(connections, property, { kind, property, person });
      break;
    }
    case "mail": {
      const { property, mail } = event;
      if (mail.conversation !== null)
        sendToMembers(connections, property, { kind: "mail", property, conversation: mail.conversation });
      break;
    }
    case "presence":
      availability.recheck(connections.properties());
      break;
    case "settings":
      availability.recheck([event.property]);
      break;
    case "visitor_revoked":
      for (const { socket } of connections.ofVisitor(event.property, event.visitor))
        socket.close(LIVE_CLOSE.unauthorized, "revoked");
      break;
    case "agent_revoked":
      revokeAgent(context, event);
      break;
  }
}

/** Closes the connections of an agent. Browsers that are still signed in connect again by themselves. */
function revokeAgent(
  { connections }: SessionContext,
  { agent, property }: Extract<FoyerEvent, { kind: "agent_revoked" }>,
): void {
  for (const session of connections.ofAgent(agent)) {
    if (property !== null && !session.follows.has(property)) continue;
    closeEnded(connections, session);
  }
}

function tickEverySecond(context: SessionContext): void {
  const { agentGrace, database, heartbeats, log, now, onlineVisitors, typing } = context;
  heartbeats.tick(now());
  typing.tick();
  onlineVisitors.tick();
  for (const agent of agentGrace.tick())
    database
      .write((tx) => saveDisconnect(tx, agent))
      .catch((err: unknown) => log.error({ err }, "recording that an agent left failed"));
}

/** Opening hours pass without an event, so availability is checked again. */
function tickEveryHeartbeat({ availability, connections, connectTokens, now }: SessionContext): void {
  connectTokens.removeExpired(now());
  availability.removeUnused();
  availability.recheck(connections.properties());
}
