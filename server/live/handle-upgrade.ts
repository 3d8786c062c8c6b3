import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { basePath } from "../platform/config.ts";
import { addressFrom } from "../platform/http/address.ts";
import { ApiError, toApiError } from "../platform/http/api-error.ts";
import { withoutBase } from "../platform/http/base-path.ts";
import { refuseOnSocket } from "../platform/http/malformed-request.ts";
import { isOwnPage, requestOrigin } from "../platform/http/own-origin.ts";
import { liveSockets } from "../platform/limits.ts";
import { mayUseWidget } from "../properties/widget-access.ts";
import { endAgentSession, handleAgentFrame } from "./agent-session.ts";
import type { LiveDeps } from "./deps.ts";
import type { SessionContext } from "./session-context.ts";
import { AgentSocket, MAX_FRAME, VisitorSocket } from "./sockets.ts";
import { SocketsByNetwork } from "./sockets-by-network.ts";
import { endVisitorSession, handleVisitorFrame } from "./visitor-session.ts";

const OPTIONS = { noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: MAX_FRAME };

/** Makes the listener for the HTTP server's `upgrade` event. It opens WebSockets, or refuses with a problem document. */
export function createUpgradeHandler(context: SessionContext) {
  const most = liveSockets(context.config.addressLimit);
  const open = { visitor: new SocketsByNetwork(most), agent: new SocketsByNetwork(most) };
  const visitors = new WebSocketServer({ ...OPTIONS, WebSocket: VisitorSocket });
  const agents = new WebSocketServer({ ...OPTIONS, WebSocket: AgentSocket });
  visitors.on("wsClientError", refuseHandshake);
  agents.on("wsClientError", refuseHandshake);

  async function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    const target = await authorizeUpgrade(context, request);
    const address = clientAddress(context, request);
    open[target.kind].requireFree(address);
    if (target.kind === "agent")
      agents.handleUpgrade(request, stream, head, (socket) => {
        open.agent.add(address, socket);
        openAgent(context, socket);
      });
    else
      visitors.handleUpgrade(request, stream, head, (socket) => {
        open.visitor.add(address, socket);
        openVisitor(context, socket, target.property);
      });
  }

  return (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    stream.on("error", () => stream.destroy());
    upgrade(request, stream, head).catch((err: unknown) => {
      const error = toApiError(err);
      if (error.problem.status >= 500) context.log.error({ err }, "opening a live connection failed");
      refuse(stream, error);
    });
  };
}

function openAgent(context: SessionContext, socket: AgentSocket): void {
  context.heartbeats.add(socket);
  socket.on("message", (data, isBinary) => handleAgentFrame(context, socket, data, isBinary));
  socket.on("close", () => {
    context.heartbeats.remove(socket);
    endAgentSession(context, socket);
  });
  socket.on("error", ignoreError);
}

function openVisitor(context: SessionContext, socket: VisitorSocket, property: string): void {
  context.heartbeats.add(socket);
  const opened = { socket, property };
  socket.on("message", (data, isBinary) => handleVisitorFrame(context, opened, data, isBinary));
  socket.on("close", () => {
    context.heartbeats.remove(socket);
    endVisitorSession(context, socket);
  });
  socket.on("error", ignoreError);
}

/** `ws` closes the connection with the right code by itself; but an error without a listener would end the process. */
function ignoreError(): void {
  // nothing is left to do
}

/** The kind of client that a connection is for. */
type UpgradeTarget = { readonly kind: "visitor"; readonly property: string } | { readonly kind: "agent" };

/**
 * Decides from a request's path, origin and address whether a connection may be opened. The hello identifies the client
 * later.
 *
 * @throws ApiError `not_found`, `too_many_requests`, `property_unknown`, `origin_not_allowed`
 */
async function authorizeUpgrade(
  { config, properties, addressLimit }: Pick<LiveDeps, "config" | "properties" | "addressLimit">,
  request: IncomingMessage,
): Promise<UpgradeTarget> {
  const { headers } = request;
  const from = requestOrigin((name) => [headers[name]].flat()[0]);
  const path = withoutBase((request.url ?? "").split("?", 1)[0] ?? "", basePath(config));
  const [, id] = /^\/w\/([^/]+)\/live$/.exec(path) ?? [];
  if (id === undefined && path !== "/api/live") throw new ApiError("not_found");
  await addressLimit.take(clientAddress({ config }, request));
  if (id === undefined) {
    if (from.origin !== undefined && !isOwnPage(from, config.publicUrl))
      throw new ApiError("origin_not_allowed");
    return { kind: "agent" };
  }
  const property = await properties.get(id);
  if (!mayUseWidget(property, from, config.publicUrl)) throw new ApiError("origin_not_allowed");
  return { kind: "visitor", property: property.id };
}

function clientAddress({ config }: Pick<LiveDeps, "config">, { headers, socket }: IncomingMessage): string {
  const forwarded = [headers["x-forwarded-for"]].flat().join(",");
  return addressFrom(socket.remoteAddress ?? "", forwarded, config.trustedProxies);
}

/** Refuses a request that violates the WebSocket handshake. */
function refuseHandshake(cause: Error, stream: Duplex): void {
  refuse(stream, new ApiError("invalid_request", { detail: `${cause.message}.`, cause }));
}

/** Answers an upgrade request with a problem document. */
function refuse(stream: Duplex, { problem, headers }: ApiError): void {
  refuseOnSocket(stream, problem, headers);
}
