import * as z from "zod/mini";
import { type AgentFrame, HEARTBEAT_TIMEOUT, ToAgent } from "../../../../shared/live.ts";
import { retryDelay } from "../../../../shared/rules/retry.ts";
import { toApiError } from "../api-error.ts";

/** The part of a WebSocket that the connection uses. */
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
  /** A random number from 0 to 1. */
  readonly random: () => number;
}

interface ConnectionEvents {
  readonly onFrame: (frame: ToAgent) => void;
  /** Called with true after the server's welcome, and with false when the connection is lost. */
  readonly onConnected: (connected: boolean) => void;
}

export interface Connection {
  start(): void;
  stop(): void;
  /** Sends a frame if connected. Frames may be dropped: after a reconnect, all subscriptions are sent again. */
  send(frame: AgentFrame): void;
  /** Reconnects at once instead of after the retry delay, e.g. because the browser is online again. */
  nudge(): void;
}

/** Creates a browser's live connection. After it is lost, it reconnects with a delay that grows with each failure. */
export const createConnection = (deps: ConnectionDeps, events: ConnectionEvents): Connection =>
  new ReconnectingConnection(deps, events);

class ReconnectingConnection implements Connection {
  readonly #deps: ConnectionDeps;
  readonly #events: ConnectionEvents;
  #socket: LiveSocket | null = null;
  /** Whether the server has accepted the token of this socket. */
  #welcomed = false;
  #running = false;
  /** Whether a request for a token is under way. */
  #requestingToken = false;
  #failures = 0;
  #cancelTimeout: () => void = () => undefined;
  #cancelRetry: () => void = () => undefined;

  constructor(deps: ConnectionDeps, events: ConnectionEvents) {
    this.#deps = deps;
    this.#events = events;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#failures = 0;
    void this.#connect();
  }

  stop(): void {
    this.#running = false;
    this.#cancelRetry();
    this.#disconnect();
  }

  send(frame: AgentFrame): void {
    if (this.#welcomed) this.#write(frame);
  }

  nudge(): void {
    if (this.#running && !this.#socket) void this.#connect();
  }

  async #connect(): Promise<void> {
    this.#cancelRetry();
    if (!this.#running || this.#socket || this.#requestingToken) return;
    this.#requestingToken = true;
    try {
      const { token } = await this.#deps.token();
      if (!this.#running) return;
      this.#socket = this.#openSocket(token);
      this.#restartTimeout();
    } catch (error) {
      // a sign-in reconnects by `nudge`, so no retry is needed before it
      if (toApiError(error).code !== "sign_in_required") this.#reconnect();
    } finally {
      this.#requestingToken = false;
    }
  }

  #openSocket(token: string): LiveSocket {
    const socket = this.#deps.open();
    socket.onOpen = () => this.#write({ kind: "hello", token });
    socket.onText = (text) => this.#onText(text);
    socket.onClose = () => this.#reconnect();
    return socket;
  }

  #onText(text: string): void {
    this.#restartTimeout();
    const frame = readFrame(text);
    if (!frame) return;
    if (frame.kind === "heartbeat") this.#write({ kind: "heartbeat" });
    else if (frame.kind === "welcome") {
      this.#welcomed = true;
      this.#failures = 0;
      this.#events.onConnected(true);
    } else this.#events.onFrame(frame);
  }

  #write(frame: AgentFrame): void {
    this.#socket?.send(JSON.stringify(frame));
  }

  /** Waits for the next heartbeat. A server that sends nothing for so long is gone, even if the socket is open. */
  #restartTimeout(): void {
    this.#cancelTimeout();
    this.#cancelTimeout = this.#deps.after(HEARTBEAT_TIMEOUT, () => this.#reconnect());
  }

  #disconnect(): void {
    this.#cancelTimeout();
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onClose = () => undefined;
      socket.close();
    }
    if (this.#welcomed) {
      this.#welcomed = false;
      this.#events.onConnected(false);
    }
  }

  /** Disconnects, and schedules the next attempt. */
  #reconnect(): void {
    this.#disconnect();
    if (!this.#running) return;
    this.#failures++;
    this.#cancelRetry();
    const { after, random, now } = this.#deps;
    this.#cancelRetry = after(retryDelay(this.#failures, random(), null, now()), () => void this.#connect());
  }
}

/** Parses a frame; null for a kind of frame that this version of the page does not know. */
function readFrame(text: string): ToAgent | null {
  try {
    const parsed = z.safeParse(ToAgent, JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // not JSON
  }
}
