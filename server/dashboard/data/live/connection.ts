import * as z from "zod/mini";
import { type AgentFrame, HEARTBEAT_TIMEOUT, ToAgent } from "../../../../shared/live.ts";
import { retryDelay } from "../../../../shared/rules/retry.ts";
import { toApiError } from "../api-error.ts";

/** A WebSocket as far as it is needed here. */
export interface LiveSocket {
  send(text: string): void;
  close(): void;
  onOpen: () => void;
  onText: (text: string) => void;
  onClose: () => void;
}

export interface ConnectionDeps {
  readonly token: () => Promise<{ token: string }>;
  readonly open: () => LiveSocket;
  readonly after: (ms: number, act: () => void) => () => void;
  readonly now: () => number;
  /** 0 up to 1. */
  readonly random: () => number;
}

interface ConnectionEvents {
  readonly onFrame: (frame: ToAgent) => void;
  /** Welcomed, or cut off. */
  readonly onConnected: (connected: boolean) => void;
}

export interface Connection {
  start(): void;
  stop(): void;
  /** Sends a frame if connected. Frames may be dropped: after a reconnect, all subscriptions are sent again. */
  send(frame: AgentFrame): void;
  /** Tries now rather than later, e.g. because the browser is online again. */
  nudge(): void;
}

/** The one live connection of a browser: token, hello, welcome, beats; cut off, it comes back by itself. */
export function createConnection(deps: ConnectionDeps, events: ConnectionEvents): Connection {
  let socket: LiveSocket | null = null;
  let welcomed = false;
  let running = false;
  let asking = false;
  let failures = 0;
  let cancelSilence: () => void = () => undefined;
  let cancelRetry: () => void = () => undefined;

  const drop = () => {
    cancelSilence();
    const old = socket;
    socket = null;
    if (old) {
      old.onClose = () => undefined;
      old.close();
    }
    if (welcomed) {
      welcomed = false;
      events.onConnected(false);
    }
  };

  const again = () => {
    drop();
    if (!running) return;
    failures++;
    cancelRetry();
    cancelRetry = deps.after(retryDelay(failures, deps.random(), null, deps.now()), () => void connect());
  };

  const listen = () => {
    cancelSilence();
    cancelSilence = deps.after(HEARTBEAT_TIMEOUT, again);
  };

  const hear = (text: string) => {
    listen();
    const frame = readFrame(text);
    if (!frame) return;
    if (frame.kind === "heartbeat") send({ kind: "heartbeat" });
    else if (frame.kind === "welcome") {
      welcomed = true;
      failures = 0;
      events.onConnected(true);
    } else events.onFrame(frame);
  };

  const send = (frame: AgentFrame) => socket?.send(JSON.stringify(frame));

  async function connect(): Promise<void> {
    cancelRetry();
    if (!running || socket || asking) return;
    asking = true;
    try {
      const { token } = await deps.token();
      if (!running) return;
      const opened = deps.open();
      socket = opened;
      opened.onOpen = () => send({ kind: "hello", token });
      opened.onText = hear;
      opened.onClose = again;
      listen();
    } catch (error) {
      // signed out: whoever signs in starts again; everything else may pass
      if (toApiError(error).code !== "sign_in_required") again();
    } finally {
      asking = false;
    }
  }

  return {
    start() {
      if (running) return;
      running = true;
      failures = 0;
      void connect();
    },
    stop() {
      running = false;
      cancelRetry();
      drop();
    },
    send(frame) {
      if (welcomed) send(frame);
    },
    nudge() {
      if (running && !socket) void connect();
    },
  };
}

/** A frame as the contract says it; null for one that this page does not know (yet). */
function readFrame(text: string): ToAgent | null {
  try {
    const parsed = z.safeParse(ToAgent, JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // not JSON, so no frame of ours
  }
}
