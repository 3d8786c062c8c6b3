import { type RawData, WebSocket } from "ws";
import * as z from "zod/mini";
import type { AgentName, VisitorConversation } from "../../shared/conversation.ts";
import { LIVE_CLOSE } from "../../shared/live.ts";
import type { AgentBatch, VisitorBatch } from "./frames.ts";
import type { StreamCursor } from "./stream-cursor.ts";

/** The largest frame that a client may send, bytes. */
export const MAX_FRAME = 8 * 1024;
/** Who has so much to read still is too slow, bytes: it comes back and gets what counts in one piece. */
const MAX_BUFFERED = 1024 * 1024;

/**
 * A connection: what `ws` keeps of it, with what Foyer needs to know in the same object, because there are many.
 * Times are counted in turns of the wheel.
 */
export class LiveSocket extends WebSocket {
  /** When it was opened, last heard, and gets its next beat. */
  openedAt = 0;
  heardAt = 0;
  beatAt = 0;
  /** How many frames it has sent since the last beat. */
  frames = 0;
  /** Whether its hello has come. */
  greeted = false;
  /** Until when it may stay, ms since 1970. */
  expiresAt = Number.POSITIVE_INFINITY;
}

export class VisitorSocket extends LiveSocket {
  /** Empty until the hello was found good. */
  property = "";
  visitor = "";
  /** The visitor's last conversation, as their browser knows it. */
  current: VisitorConversation | null = null;
  line: StreamCursor<VisitorBatch> = AT_START;
}

export class AgentSocket extends LiveSocket {
  agent: AgentName = NOBODY;
  readonly follows = new Map<string, Follow>();
}

const AT_START: StreamCursor<VisitorBatch> = { sequence: 0, waiting: null };
const NOBODY: AgentName = { id: "", name: "" };

/** A property whose inbox a dashboard follows. */
export interface Follow {
  line: StreamCursor<AgentBatch>;
  /** Whether the agent was found to be a member: before that, nothing is brought. */
  member: boolean;
  /** Whether to bring who is on the site. */
  site: boolean;
}

const AS_TEXT = { binary: false } as const;

/** Sends a frame: JSON, as text or as its bytes. To who is no longer there nothing is sent. */
export function send(socket: LiveSocket, frame: string | Buffer): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  if (socket.bufferedAmount > MAX_BUFFERED) socket.close(LIVE_CLOSE.slow, "too slow");
  else socket.send(frame, AS_TEXT);
}

export const isOpen = (socket: LiveSocket) => socket.readyState === WebSocket.OPEN;

/** Reads a frame; null: it is none of ours. */
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
    return null; // the client hears it as the code that the connection is closed with
  }
  const parsed = z.safeParse(schema, value);
  return parsed.success ? parsed.data : null;
}
