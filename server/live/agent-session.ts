import type { RawData } from "ws";
import type * as z from "zod/mini";
import { AgentFrame, LIVE_CLOSE, type ToAgent } from "../../shared/live.ts";
import { roleIn } from "../accounts/store.ts";
import { readAgentChanges } from "../conversations/core/changes-since.ts";
import { advanceAgent } from "./broadcast.ts";
import { agentFrame } from "./frames.ts";
import type { SessionContext } from "./session-context.ts";
import { type AgentSocket, type Follow, isOpen, readFrame, send } from "./sockets.ts";
import { finishCatchUp, openCursor } from "./stream-cursor.ts";

type Frame = z.infer<typeof AgentFrame>;
type Of<Kind extends Frame["kind"]> = Extract<Frame, { kind: Kind }>;

/** So long a dashboard may stay on one ticket, ms: then it gets another, if its agent is still signed in. */
const STAY = 3_600_000;
/** More than anybody works for. */
const MAX_FOLLOWED = 200;
const WELCOME = JSON.stringify({ kind: "welcome" } satisfies ToAgent);

/** What a dashboard says. */
export function agentSays(
  rooms: SessionContext,
  socket: AgentSocket,
  data: RawData,
  isBinary: boolean,
): void {
  if (!rooms.beats.heard(socket)) return;
  const frame = readFrame(AgentFrame, data, isBinary);
  if (!frame || (frame.kind === "hello") === socket.greeted)
    return void socket.close(LIVE_CLOSE.badFrame, "not a frame of ours");
  switch (frame.kind) {
    case "hello":
      socket.greeted = true;
      return void rooms.failing(socket, welcome(rooms, socket, frame));
    case "follow":
      return void rooms.failing(socket, follow(rooms, socket, frame));
    case "unfollow":
      return void rooms.connections.unfollow(socket, frame.property);
    case "watch_visitors":
      return void watchSite(socket, frame);
    case "typing":
      return void rooms.failing(socket, typing(rooms, socket, frame));
  }
}

async function welcome(rooms: SessionContext, socket: AgentSocket, { token }: Of<"hello">): Promise<void> {
  const id = rooms.tickets.redeem(token, rooms.now());
  if (!id) return void socket.close(LIVE_CLOSE.unauthorized, "another ticket is needed");
  socket.agent = { id, name: "" };
  socket.expiresAt = rooms.now() + STAY;
  // before the look-up, so that a sign-out in between is heard
  rooms.connections.addAgent(socket);
  rooms.agentsLeft.back(id);
  const agents = rooms.database.read.selectFrom("agents").select("name");
  const agent = await agents.where("id", "=", id).executeTakeFirst();
  if (!agent) return void socket.close(LIVE_CLOSE.unauthorized, "there is no such agent");
  socket.agent = { id, name: agent.name };
  send(socket, WELCOME);
}

async function follow(
  rooms: SessionContext,
  socket: AgentSocket,
  { property, since }: Of<"follow">,
): Promise<void> {
  const { connections, database } = rooms;
  if (!socket.agent.id || socket.follows.size >= MAX_FOLLOWED)
    return void socket.close(LIVE_CLOSE.badFrame, "not now");
  const site = socket.follows.get(property)?.site ?? false;
  const mine: Follow = { line: openCursor(since), member: false, site };
  connections.follow(socket, property, mine);
  const stillMine = () => isOpen(socket) && socket.follows.get(property) === mine;
  const role = await roleIn(database.read, property, socket.agent.id);
  if (!role) return void socket.close(LIVE_CLOSE.unauthorized, "not a member");
  const changes = await readAgentChanges(database.read, property, since);
  if (!stillMine()) return;
  mine.member = true;
  send(socket, JSON.stringify(changes));
  advanceAgent(socket, mine, finishCatchUp(mine.line, changes.sequence), (from, batch) =>
    JSON.stringify(agentFrame(property, from, batch)),
  );
  rooms.available.greetAgent(socket, property);
}

function watchSite(socket: AgentSocket, { property, on }: Of<"watch_visitors">): void {
  const follow = socket.follows.get(property);
  if (follow) follow.site = on;
}

/** Whose conversation it is, is asked only when somebody begins: then they are known until they stop. */
async function typing(
  { database, typing }: SessionContext,
  socket: AgentSocket,
  { property, conversation, on, note }: Of<"typing">,
): Promise<void> {
  if (!socket.follows.get(property)?.member) return;
  const row = await database.read
    .selectFrom("conversations")
    .select("visitor_id")
    .where("property_id", "=", property)
    .where("id", "=", conversation)
    .executeTakeFirst();
  if (!row || !socket.follows.get(property)?.member || !isOpen(socket)) return;
  typing.said(socket, { property, conversation, visitor: row.visitor_id, agent: socket.agent, note }, on);
}

/** A dashboard's connection is closed. */
export function agentGone(rooms: SessionContext, socket: AgentSocket): void {
  const { id } = socket.agent;
  if (!id) return;
  rooms.typing.gone(socket);
  rooms.connections.removeAgent(socket);
  if (!rooms.connections.ofAgent(id).length) rooms.agentsLeft.left(id, { agent: id, since: rooms.now() });
}
