import type { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, WebSocketServer } from "ws";
import { ApiError, toApiError } from "../platform/http/api-error.ts";
import { agentGone, agentSays } from "./agent-session.ts";
import type { SessionContext } from "./session-context.ts";
import { AgentSocket, type LiveSocket, MAX_FRAME, VisitorSocket } from "./sockets.ts";
import { admit, refuse } from "./upgrade-request.ts";
import { visitorGone, visitorSays } from "./visitor-session.ts";

const OPTIONS = { noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: MAX_FRAME };

/** Opens the connections that may be opened, on the HTTP server's raw `upgrade` event. */
export function createUpgradeHandler(rooms: SessionContext) {
  const visitors = new WebSocketServer({ ...OPTIONS, WebSocket: VisitorSocket });
  const agents = new WebSocketServer({ ...OPTIONS, WebSocket: AgentSocket });
  visitors.on("wsClientError", refuseHandshake);
  agents.on("wsClientError", refuseHandshake);

  // one function each for all connections: what is theirs is in the socket
  function onVisitorFrame(this: VisitorSocket, data: RawData, isBinary: boolean): void {
    visitorSays(rooms, this, data, isBinary);
  }
  function onVisitorClose(this: VisitorSocket): void {
    visitorGone(rooms, this);
  }
  function onAgentFrame(this: AgentSocket, data: RawData, isBinary: boolean): void {
    agentSays(rooms, this, data, isBinary);
  }
  function onAgentClose(this: AgentSocket): void {
    agentGone(rooms, this);
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { property } = await admit(rooms, request);
    if (property === null)
      agents.handleUpgrade(request, socket, head, (one) => {
        rooms.beats.add(one);
        listen(one, onAgentFrame, onAgentClose);
      });
    else
      visitors.handleUpgrade(request, socket, head, (one) => {
        one.property = property;
        rooms.beats.add(one);
        listen(one, onVisitorFrame, onVisitorClose);
      });
  }

  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on("error", endSocket);
    upgrade(request, socket, head).catch((error: unknown) => {
      const failure = toApiError(error);
      if (failure.problem.status >= 500)
        rooms.log.error({ err: error }, "a live connection could not be opened");
      refuse(socket, failure);
    });
  };
}

function listen<S extends LiveSocket>(
  socket: S,
  says: (this: S, data: RawData, isBinary: boolean) => void,
  gone: (this: S) => void,
): void {
  const emitter: EventEmitter = socket;
  emitter.on("message", says).on("close", gone).on("error", closesItself);
}

/** Somebody who speaks the protocol of the upgrade wrongly. */
function refuseHandshake(cause: Error, socket: Duplex): void {
  refuse(socket, new ApiError("invalid_request", { detail: `${cause.message}.`, cause }));
}

/** `ws` closes the connection with the code that says why; without a listener the process would end. */
function closesItself(): void {
  // nothing is left to do
}

function endSocket(this: Duplex): void {
  this.destroy();
}
