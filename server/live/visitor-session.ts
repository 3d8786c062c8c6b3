import type { RawData } from "ws";
import { LIVE_CLOSE, type VisitorChanges, VisitorFrame } from "../../shared/live.ts";
import { readVisitorState } from "../conversations/core/changes-since.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { authorizeVisitor } from "../visitors/authorize-visitor.ts";
import type { VisitorToken } from "../visitors/visitor-token.ts";
import { sendVisitorStep } from "./broadcast.ts";
import { closeOnFailure, type SessionContext } from "./session-context.ts";
import { isOpen, readFrame, send, type VisitorSession, type VisitorSocket } from "./sockets.ts";
import { finishCatchUp, openCursor } from "./stream-cursor.ts";

/** A browser holds one connection for all of its tabs; more connections of one visitor than these are refused. */
const MAX_SESSIONS = 20;

type FrameOf<Kind extends VisitorFrame["kind"]> = Extract<VisitorFrame, { kind: Kind }>;

/** Handles a frame from a visitor's browser. @param property the property whose address was connected to */
export function handleVisitorFrame(
  context: SessionContext,
  { socket, property }: { socket: VisitorSocket; property: string },
  data: RawData,
  isBinary: boolean,
): void {
  if (!context.heartbeats.recordFrame(socket)) return;
  const frame = readFrame(VisitorFrame, data, isBinary);
  if (!frame || (frame.kind === "hello") === socket.helloReceived) {
    socket.close(LIVE_CLOSE.badFrame, "unexpected frame");
  } else if (frame.kind === "hello") {
    socket.helloReceived = true;
    closeOnFailure(context, socket, startVisitorSession(context, { socket, property }, frame));
  } else if (frame.kind === "typing" && socket.session) {
    updateTyping(context, socket.session, frame);
  }
}

/** Only typing in the visitor's own conversation counts. */
function updateTyping(
  { typing }: SessionContext,
  session: VisitorSession,
  { conversation, on }: FrameOf<"typing">,
): void {
  if (conversation !== session.current?.id) return;
  const { property, visitor } = session;
  typing.update(session, { property, conversation, visitor, agent: null, note: false }, on);
}

async function startVisitorSession(
  context: SessionContext,
  { socket, property: propertyId }: { socket: VisitorSocket; property: string },
  { token, since }: FrameOf<"hello">,
): Promise<void> {
  const { database, now, connections, properties } = context;
  const property = await properties.get(propertyId);
  const credentials = await verifyHello(context, property.id, token);
  if (!credentials) return void socket.close(LIVE_CLOSE.unauthorized, "a valid token is needed");
  if (!isOpen(socket)) return;
  const { visitor, expiresAt } = credentials;
  if (connections.ofVisitor(property.id, visitor).length >= MAX_SESSIONS)
    return void socket.close(LIVE_CLOSE.tooMany, "too many connections");
  const session: VisitorSession = {
    socket,
    property: property.id,
    visitor,
    current: null,
    cursor: openCursor(since),
  };
  socket.session = session;
  socket.expiresAt = expiresAt;
  connections.addVisitor(session);
  context.onlineVisitors.visitorArrived(property.id, visitor);
  const { changes, current } = await readVisitorState(database.read, property, visitor, since);
  // a revocation before the session was registered has not closed it
  if (!(await verifyHello(context, property.id, token)))
    return void socket.close(LIVE_CLOSE.unauthorized, "revoked");
  session.current = current;
  send(socket, JSON.stringify({ ...changes, now: now() } satisfies VisitorChanges));
  sendVisitorStep(session, finishCatchUp(session.cursor, changes.sequence), now());
  context.availability.greetVisitor(session);
}

/** @returns null if the token is not valid, or was revoked (registering again gives another one), or the visitor is blocked */
async function verifyHello(
  context: SessionContext,
  property: string,
  token: string,
): Promise<VisitorToken | null> {
  try {
    return await authorizeVisitor(context, property, token);
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

/** Ends the session of a connection that was closed, if it had one. */
export function endVisitorSession(
  { typing, connections, onlineVisitors }: SessionContext,
  { session }: VisitorSocket,
): void {
  if (!session) return;
  typing.endSession(session);
  connections.removeVisitor(session);
  onlineVisitors.visitorDisconnected(session.property, session.visitor);
}
