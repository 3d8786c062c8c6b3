import type { ToVisitor, VisitorFrame } from "../../shared/live.ts";
import { HEARTBEAT_TIMEOUT, LIVE_UNAUTHORIZED } from "../../shared/rules/limits.ts";
import { retryDelay } from "../../shared/rules/retry.ts";
import type { CancelTimer } from "../delivery/cancel-timer.ts";
import { toJson } from "../delivery/json.ts";

/** How long a new socket may take until its first frame, ms. A proxy may leave the upgrade without an answer. */
const CONNECT_TIMEOUT = 6_000;
/** The wait between two polls while the chat is watched, ms: with the request itself, answers come within ten seconds. */
const POLL_INTERVAL = 8_000;
/** While the chat is not watched, only one in so many polls is made. */
const UNWATCHED_RATIO = 6;

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
  /** Whether frames arrive. A socket may be open without passing any. */
  isOpen(): boolean;
}

/** Polls the server at intervals between `start` and `stop`; less often while it does not answer (R22). */
function createPolling({ poll, isWatched, now, random, after }: LiveConnectionOptions) {
  let cancel: CancelTimer | null = null;
  let failures = 0;
  let skipped = 0;

  async function tick(): Promise<void> {
    const current = cancel;
    if (isWatched() || ++skipped >= UNWATCHED_RATIO) {
      skipped = 0;
      failures = (await poll()) ? 0 : failures + 1;
    }
    // stopped, or stopped and started again, while the request was on its way
    if (current === cancel) schedule();
  }

  function schedule(): void {
    cancel = after(POLL_INTERVAL + (failures && retryDelay(failures, random(), null, now())), tick);
  }

  return {
    start(): void {
      if (!cancel) schedule();
    },
    stop(): void {
      cancel?.();
      cancel = null;
      failures = 0;
    },
  };
}

/**
 * Keeps a WebSocket open until the signal is aborted. After a failure it connects again, with back-off (R22). As long as
 * no frames arrive, whatever the reason (a policy without `ws:`, a proxy), the server is polled.
 */
export function openLiveConnection(options: LiveConnectionOptions): LiveConnection {
  const { signal, after } = options;
  const polling = createPolling(options);
  let socket: WebSocket | null = null;
  let isLive = false;
  let isForbidden = false;
  let failures = 0;
  let cancel: CancelTimer = () => undefined;

  function retry(): void {
    socket?.close();
    socket = null;
    isLive = false;
    cancel();
    polling[signal.aborted ? "stop" : "start"]();
    if (signal.aborted) return;
    cancel = after(retryDelay(++failures, options.random(), null, options.now()), connect);
  }

  async function connect(): Promise<void> {
    if (signal.aborted) return;
    cancel();
    polling.start();
    if (isForbidden) return;
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
    cancel = after(CONNECT_TIMEOUT, retry);
    current.onopen = () => transmit({ kind: "hello", token, since: options.sequence() });
    current.onmessage = ({ data }) => {
      if (current !== socket) return;
      cancel();
      cancel = after(HEARTBEAT_TIMEOUT, retry);
      isLive = true;
      failures = 0;
      polling.stop();
      const frame: ToVisitor = JSON.parse(data);
      if (frame.kind === "heartbeat") transmit(frame);
      else options.onFrame(frame);
    };
    const onEnd = () => {
      if (current === socket) retry();
    };
    // a socket that the page's policy blocks has an error event, but in Chromium no close event
    current.onerror = onEnd;
    current.onclose = ({ code }) => {
      if (code === LIVE_UNAUTHORIZED) options.onTokenRejected();
      onEnd();
    };
  }

  function transmit(frame: VisitorFrame): void {
    if (socket?.readyState === 1) socket.send(toJson(frame));
  }

  signal.addEventListener("abort", retry);
  // the policy (CSP) does not change until the next page, and each attempt would be reported to the site's owner
  document.addEventListener(
    "securitypolicyviolation",
    ({ blockedURI }) => {
      isForbidden ||= blockedURI === options.url;
    },
    { signal },
  );
  connect();
  return {
    isOpen: () => isLive,
    send(frame) {
      if (isLive) transmit(frame);
      return isLive;
    },
    reconnect() {
      if (!socket) connect();
    },
  };
}
