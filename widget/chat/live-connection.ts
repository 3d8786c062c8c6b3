import type { ToVisitor, VisitorFrame } from "../../shared/live.ts";
import { HEARTBEAT_TIMEOUT, LIVE_UNAUTHORIZED } from "../../shared/rules/limits.ts";
import { retryDelay } from "../../shared/rules/retry.ts";
import { toJson } from "../delivery/json.ts";
import type { CancelTimer } from "../delivery/outbox.ts";

/** After this many failures in a row WebSockets count as blocked: the server is then polled, every so many ms. */
const MAX_FAILURES = 3;
const POLL_INTERVAL = 10_000;

export interface LiveConnectionOptions {
  /** `wss://chat.example.com/w/PROPERTY/live` */
  readonly url: string;
  readonly signal: AbortSignal;
  /** Gets a valid token; undefined: there is none now. */
  token(): Promise<string | undefined>;
  /** The server did not accept the token. */
  onTokenRejected(): void;
  /** The sequence number up to which this tab has all changes. */
  sequence(): number;
  onFrame(frame: ToVisitor): void;
  /** Requests the changes over HTTP. Resolves to whether the server answered. */
  poll(): Promise<boolean>;
  /** Whether the visitor sees the chat. Otherwise the server is not polled at short intervals. */
  isWatched(): boolean;
  now(): number;
  random(): number;
  /** Calls a job after so many ms. */
  after(ms: number, job: () => void): CancelTimer;
}

export interface LiveConnection {
  /** Connects at once if there is no connection: the network is back, or the page has become visible. */
  reconnect(): void;
  /** @returns whether the connection was open */
  send(frame: VisitorFrame): boolean;
  isOpen(): boolean;
}

/** Keeps a WebSocket open until the signal is aborted. After a failure it connects again, with back-off (R22). */
export function openLiveConnection(options: LiveConnectionOptions): LiveConnection {
  const { signal, after } = options;
  let socket: WebSocket | null = null;
  let failures = 0;
  let cancel: CancelTimer = () => undefined;

  async function retry(): Promise<void> {
    socket?.close();
    socket = null;
    cancel();
    if (signal.aborted) return;
    cancel = after(retryDelay(++failures, options.random(), null, options.now()), connect);
    if (failures < MAX_FAILURES || !(await options.poll()) || !options.isWatched()) return;
    if (socket || signal.aborted) return;
    cancel();
    cancel = after(POLL_INTERVAL, connect);
  }

  async function connect(): Promise<void> {
    cancel();
    const token = await options.token();
    if (socket || signal.aborted) return;
    try {
      if (!token) throw token;
      listen(new WebSocket(options.url), token);
    } catch {
      retry(); // there is no token, or WebSockets are blocked
    }
  }

  function listen(current: WebSocket, token: string): void {
    socket = current;
    const restartTimeout = () => {
      cancel();
      cancel = after(HEARTBEAT_TIMEOUT, retry);
    };
    restartTimeout();
    current.onopen = () => send({ kind: "hello", token, since: options.sequence() });
    current.onmessage = ({ data }) => {
      if (current !== socket) return;
      restartTimeout();
      failures = 0;
      const frame: ToVisitor = JSON.parse(data);
      if (frame.kind === "heartbeat") send(frame);
      else options.onFrame(frame);
    };
    current.onclose = ({ code }) => {
      if (code === LIVE_UNAUTHORIZED) options.onTokenRejected();
      if (current === socket) retry();
    };
  }

  const isOpen = () => socket?.readyState === 1;

  function send(frame: VisitorFrame): boolean {
    if (isOpen()) socket?.send(toJson(frame));
    return isOpen();
  }

  signal.addEventListener("abort", retry);
  connect();
  return {
    send,
    isOpen,
    reconnect() {
      if (!socket) connect();
    },
  };
}
