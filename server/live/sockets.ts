import { type RawData, WebSocket } from "ws";
import * as z from "zod/mini";
import type { VisitorConversation } from "../../shared/conversation.ts";
import { LIVE_CLOSE } from "../../shared/live.ts";
import type { AgentBatch, VisitorBatch } from "./frames.ts";
import type { StreamCursor } from "./stream-cursor.ts";

/** The largest frame that a client may send, bytes. */
export const MAX_FRAME = 8 * 1024;
/** A client with more unsent data than this is too slow, bytes. It reconnects and gets the changes in one frame. */
const MAX_BUFFERED = 1024 * 1024;

/**
 * A WebSocket with the state of its heartbeat. The fields are in the socket itself, because there are thousands of
 * them. Times are in ticks of the heartbeat, except `expiresAt`.
 */
export class LiveSocket extends WebSocket {
  openedAt = 0;
  lastFrameAt = 0;
  nextHeartbeatAt = 0;
  /** Frames received since the last heartbeat. */
  frameCount = 0;
  helloReceived = false;
  /** When the credentials of the session expire, ms since 1970. */
  expiresAt = Number.POSITIVE_INFINITY;
}

export class VisitorSocket extends LiveSocket {
  /** Null until the token of the hello has been verified. */
  session: VisitorSession | null = null;
}

export class AgentSocket extends LiveSocket {
  /** Null until the connect token of the hello has been redeemed. */
  session: AgentSession | null = null;
}

export interface VisitorSession {
  readonly socket: VisitorSocket;
  readonly property: string;
  readonly visitor: string;
  /** The visitor's last conversation, as the browser knows it; null: none. */
  current: VisitorConversation | null;
  cursor: StreamCursor<VisitorBatch>;
}

export interface AgentSession {
  readonly socket: AgentSocket;
  /** The agent's ID. */
  readonly agent: string;
  /** The ID of the browser's session: the connection ends with it. */
  readonly sessionId: string;
  /** The followed inboxes, by property. */
  readonly follows: Map<string, Follow>;
}

/** A property whose inbox a dashboard follows. */
export interface Follow {
  cursor: StreamCursor<AgentBatch>;
  /** Whether the agent's membership has been verified. Nothing is sent before. */
  isMember: boolean;
  /** Whether the dashboard has subscribed to online visitors. */
  watchesVisitors: boolean;
}

const AS_TEXT = { binary: false } as const;

/** Sends a frame (JSON, as a string or as its bytes). Does nothing if the connection is not open. */
export function send(socket: LiveSocket, frame: string | Buffer): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  if (socket.bufferedAmount > MAX_BUFFERED) socket.close(LIVE_CLOSE.slow, "too slow");
  else socket.send(frame, AS_TEXT);
}

export const isOpen = (socket: LiveSocket) => socket.readyState === WebSocket.OPEN;

/** Parses a frame of a client. @returns null if it is not valid */
export function readFrame<S extends z.ZodMiniType>(
  schema: S,
  data: RawData,
  isBinary: boolean,
): z.infer<S> | null {
  if (isBinary) return null;
  let value: unknown;
  try {
    value = JSON.parse(String(data));
  } catch {
    return null; // the caller closes the connection with a code that says so
  }
  const parsed = z.safeParse(schema, value);
  return parsed.success ? parsed.data : null;
}
