import type { ToVisitor, VisitorFrame } from "../../shared/live.ts";
import { HEARTBEAT_TIMEOUT, LIVE_UNAUTHORIZED } from "../../shared/rules/limits.ts";
import { retryDelay } from "../../shared/rules/retry.ts";
import { toJson } from "../delivery/json.ts";

/** After so many failures in a row the line counts as blocked, and the server is asked, every so many ms. */
const BLOCKED = 3;
const POLL = 10_000;

export interface LiveParts {
  /** `wss://chat.example.com/w/PROPERTY/live` */
  readonly address: string;
  readonly signal: AbortSignal;
  /** A good token; undefined: there is none to be had now. */
  token(): Promise<string | undefined>;
  /** The server did not take the token. */
  lost(): void;
  /** The last place that this tab has. */
  sequence(): number;
  hear(frame: ToVisitor): void;
  /** Asks over HTTP for what the line would bring. Answers whether the server was there. */
  ask(): Promise<boolean>;
  /** Whether somebody is looking, so that a blocked line is worth asking often. */
  watched(): boolean;
  now(): number;
  random(): number;
  /** Calls back after so many ms; returns how to call it off. */
  after(ms: number, job: () => void): () => void;
}

export interface Live {
  /** The network is back, or the page is looked at again: tries at once if there is no line. */
  kick(): void;
  /** Answers whether there was a line to send it on. */
  send(frame: VisitorFrame): boolean;
  up(): boolean;
}

/** Holds the live connection until the signal: connects, listens, and when it breaks comes back (R22's back-off). */
export function openLive(parts: LiveParts): Live {
  const { signal, after } = parts;
  let socket: WebSocket | null = null;
  let failures = 0;
  let callOff: () => void = () => undefined;

  async function retry(): Promise<void> {
    socket?.close();
    socket = null;
    callOff();
    if (signal.aborted) return;
    callOff = after(retryDelay(++failures, parts.random(), null, parts.now()), connect);
    if (failures < BLOCKED || !(await parts.ask()) || !parts.watched() || socket || signal.aborted) return;
    callOff();
    callOff = after(POLL, connect);
  }

  async function connect(): Promise<void> {
    callOff();
    const token = await parts.token();
    if (socket || signal.aborted) return;
    try {
      if (!token) throw token;
      listen(new WebSocket(parts.address), token);
    } catch {
      retry(); // no token, or sockets are not allowed here
    }
  }

  function listen(line: WebSocket, token: string): void {
    socket = line;
    /** Whether this is still the line, and it is alive. */
    const alive = () => {
      if (line !== socket) return false;
      callOff();
      callOff = after(HEARTBEAT_TIMEOUT, retry);
      return true;
    };
    alive();
    line.onopen = () => send({ kind: "hello", token, since: parts.sequence() });
    line.onmessage = ({ data }) => {
      if (!alive()) return;
      failures = 0;
      const frame: ToVisitor = JSON.parse(data);
      if (frame.kind === "heartbeat") send(frame);
      else parts.hear(frame);
    };
    line.onclose = ({ code }) => {
      if (code === LIVE_UNAUTHORIZED) parts.lost();
      if (line === socket) retry();
    };
  }

  const up = () => socket?.readyState === 1;

  function send(frame: VisitorFrame): boolean {
    if (up()) socket?.send(toJson(frame));
    return up();
  }

  signal.addEventListener("abort", retry);
  connect();
  return {
    send,
    up,
    kick() {
      if (!socket) connect();
    },
  };
}
