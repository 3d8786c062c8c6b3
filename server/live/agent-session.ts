import type { RawData } from "ws";
import { AgentFrame, LIVE_CLOSE, type ToAgent } from "../../shared/live.ts";
import { findSession } from "../accounts/session-state.ts";
import { findRole } from "../accounts/store.ts";
import { readAgentChanges } from "../conversations/core/changes-since.ts";
import { sendAgentStep } from "./broadcast.ts";
import type { Connections } from "./connections.ts";
import { agentFrame } from "./frames.ts";
import { closeOnFailure, type SessionContext } from "./session-context.ts";
import { type AgentSession, type AgentSocket, type Follow, isOpen, readFrame, send } from "./sockets.ts";
import { finishCatchUp, openCursor } from "./stream-cursor.ts";

type FrameOf<Kind extends AgentFrame["kind"]> = Extract<AgentFrame, { kind: Kind }>;

/** How long a session lasts, ms. Then the dashboard needs another connect token, so its agent must be signed in. */
const MAX_SESSION = 3_600_000;
/** No agent works for more properties than these. */
const MAX_FOLLOWED = 200;
const WELCOME = JSON.stringify({ kind: "welcome" } satisfies ToAgent);

/** Handles a frame from a dashboard. */
export function handleAgentFrame(
  context: SessionContext,
  socket: AgentSocket,
  data: RawData,
  isBinary: boolean,
): void {
  if (!context.heartbeats.recordFrame(socket)) return;
  const frame = readFrame(AgentFrame, data, isBinary);
  if (!frame || (frame.kind === "hello") === socket.helloReceived)
    return void socket.close(LIVE_CLOSE.badFrame, "unexpected frame");
  if (frame.kind === "hello") {
    socket.helloReceived = true;
    closeOnFailure(context, socket, startAgentSession(context, socket, frame));
  } else if (socket.session) {
    handleSessionFrame(context, socket.session, frame);
  }
}

function handleSessionFrame(
  context: SessionContext,
  session: AgentSession,
  frame: Exclude<AgentFrame, { kind: "hello" }>,
): void {
  const { socket } = session;
  switch (frame.kind) {
    case "follow":
      if (session.follows.size >= MAX_FOLLOWED) socket.close(LIVE_CLOSE.badFrame, "too many properties");
      else closeOnFailure(context, socket, startFollowing(context, session, frame));
      break;
    case "unfollow":
      context.connections.unfollow(session, frame.property);
      break;
    case "watch_visitors":
      watchVisitors(session, frame);
      break;
    case "typing":
      closeOnFailure(context, socket, updateTyping(context, session, frame));
      break;
    case "heartbeat":
      break;
  }
}

async function startAgentSession(
  { agentGrace, connections, connectTokens, database, now }: SessionContext,
  socket: AgentSocket,
  { token }: FrameOf<"hello">,
): Promise<void> {
  const connecting = connectTokens.redeem(token, now());
  if (!connecting) return void socket.close(LIVE_CLOSE.unauthorized, "a valid connect token is needed");
  const { agent, session: sessionId } = connecting;
  const session: AgentSession = { socket, agent, sessionId, follows: new Map() };
  socket.session = session;
  socket.expiresAt = now() + MAX_SESSION;
  // registered before the query, so that a sign-out meanwhile closes the connection
  connections.addAgent(session);
  agentGrace.cancel(agent);
  const state = await findSession(database.read, sessionId);
  if (state && state.twoFactor !== "required") send(socket, WELCOME);
  else closeEnded(connections, session);
}

/** Closes the connection of a session that has ended. Nothing is sent on it from now on. */
export function closeEnded(connections: Connections, session: AgentSession): void {
  connections.removeAgent(session);
  session.socket.close(LIVE_CLOSE.unauthorized, "revoked");
}

async function startFollowing(
  { availability, connections, database }: SessionContext,
  session: AgentSession,
  { property, since }: FrameOf<"follow">,
): Promise<void> {
  const { socket } = session;
  const watchesVisitors = session.follows.get(property)?.watchesVisitors ?? false;
  const follow: Follow = { cursor: openCursor(since), isMember: false, watchesVisitors };
  connections.follow(session, property, follow);
  const role = await findRole(database.read, property, session.agent);
  if (!role) return void socket.close(LIVE_CLOSE.unauthorized, "not a member");
  const changes = await readAgentChanges(database.read, property, since);
  // meanwhile the client may have disconnected, unfollowed, or followed anew
  if (!isOpen(socket) || session.follows.get(property) !== follow) return;
  follow.isMember = true;
  send(socket, JSON.stringify(changes));
  sendAgentStep(session, follow, finishCatchUp(follow.cursor, changes.sequence), (from, batch) =>
    JSON.stringify(agentFrame(property, from, batch)),
  );
  availability.greetAgent(session, property);
}

function watchVisitors({ follows }: AgentSession, { property, on }: FrameOf<"watch_visitors">): void {
  const follow = follows.get(property);
  if (follow) follow.watchesVisitors = on;
}

async function updateTyping(
  { database, typing }: SessionContext,
  session: AgentSession,
  { property, conversation, on, note }: FrameOf<"typing">,
): Promise<void> {
  if (!session.follows.get(property)?.isMember) return;
  const row = await database.read
    .selectFrom("conversations")
    .innerJoin("agents", (join) => join.on("agents.id", "=", session.agent))
    .select(["conversations.visitor_id", "agents.name"])
    .where("conversations.property_id", "=", property)
    .where("conversations.id", "=", conversation)
    .executeTakeFirst();
  // meanwhile the client may have disconnected or unfollowed
  if (!row || !session.follows.get(property)?.isMember || !isOpen(session.socket)) return;
  const agent = { id: session.agent, name: row.name };
  typing.update(session, { property, conversation, visitor: row.visitor_id, agent, note }, on);
}

/** Ends the session of a connection that was closed, if it had one. */
export function endAgentSession(
  { agentGrace, connections, now, typing }: SessionContext,
  { session }: AgentSocket,
): void {
  if (!session) return;
  const { agent } = session;
  typing.endSession(session);
  connections.removeAgent(session);
  if (!connections.ofAgent(agent).length) agentGrace.start(agent, { agent, since: now() });
}
