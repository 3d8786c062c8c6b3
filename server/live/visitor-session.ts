import type { RawData } from "ws";
import type * as z from "zod/mini";
import { LIVE_CLOSE, type VisitorChanges, VisitorFrame } from "../../shared/live.ts";
import { readVisitorState } from "../conversations/core/changes-since.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { readToken } from "../visitors/token.ts";
import { advanceVisitor } from "./broadcast.ts";
import type { SessionContext } from "./session-context.ts";
import { isOpen, readFrame, send, type VisitorSocket } from "./sockets.ts";
import { finishCatchUp, openCursor } from "./stream-cursor.ts";

/** One browser holds one connection for all of its tabs; more than these are no browser's. */
const MAX_WINDOWS = 20;

/** What a visitor's browser says. */
export function visitorSays(
  rooms: SessionContext,
  socket: VisitorSocket,
  data: RawData,
  isBinary: boolean,
): void {
  if (!rooms.beats.heard(socket)) return;
  const frame = readFrame(VisitorFrame, data, isBinary);
  if (!frame || (frame.kind === "hello") === socket.greeted) {
    socket.close(LIVE_CLOSE.badFrame, "not a frame of ours");
  } else if (frame.kind === "hello") {
    socket.greeted = true;
    rooms.failing(socket, welcome(rooms, socket, frame));
  } else if (frame.kind === "typing") types(rooms, socket, frame);
}

type Frame = z.infer<typeof VisitorFrame>;
type Of<Kind extends Frame["kind"]> = Extract<Frame, { kind: Kind }>;

/** In their own conversation only: another one is none of theirs. */
function types({ typing }: SessionContext, socket: VisitorSocket, { conversation, on }: Of<"typing">): void {
  if (conversation !== socket.current?.id) return;
  const { property, visitor } = socket;
  typing.said(socket, { property, conversation, visitor, agent: null, note: false }, on);
}

async function welcome(
  rooms: SessionContext,
  socket: VisitorSocket,
  { token, since }: Of<"hello">,
): Promise<void> {
  const { database, visitorSecrets, now, connections, properties } = rooms;
  const property = await properties.get(socket.property);
  const given = readable(() => readToken(visitorSecrets, { token, property: property.id, now: now() }));
  const known =
    given &&
    (await database.read
      .selectFrom("visitors")
      .select("id")
      .where("property_id", "=", property.id)
      .where("id", "=", given.visitor)
      .executeTakeFirst());
  // also when the visitor was removed: registering again brings it back
  if (!known) return void socket.close(LIVE_CLOSE.unauthorized, "another token is needed");
  if (!isOpen(socket)) return;
  if (connections.ofVisitor(property.id, known.id).length >= MAX_WINDOWS)
    return void socket.close(LIVE_CLOSE.tooMany, "too many connections");
  socket.expiresAt = given.expiresAt;
  socket.visitor = known.id;
  socket.line = openCursor(since);
  connections.addVisitor(socket);
  rooms.came(socket);
  const { changes, current } = await readVisitorState(database.read, property, known.id, since);
  socket.current = current;
  send(socket, JSON.stringify({ ...changes, now: now() } satisfies VisitorChanges));
  advanceVisitor(socket, finishCatchUp(socket.line, changes.sequence), now());
  rooms.available.greet(socket);
}

function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

/** A visitor's connection is closed. */
export function visitorGone(rooms: SessionContext, socket: VisitorSocket): void {
  if (!socket.visitor) return;
  rooms.typing.gone(socket);
  rooms.connections.removeVisitor(socket);
  rooms.left(socket);
}
