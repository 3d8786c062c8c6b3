import { HEARTBEAT_INTERVAL, HEARTBEAT_TIMEOUT, LIVE_CLOSE, type ToVisitor } from "../../shared/live.ts";
import { isOpen, type LiveSocket, send } from "./sockets.ts";

/** How long a tick is, ms. */
export const TICK = 1_000;
/** The same in ticks. */
const INTERVAL = HEARTBEAT_INTERVAL / TICK;
const TIMEOUT = HEARTBEAT_TIMEOUT / TICK;
/** A client must send its hello within so many ticks. */
const HELLO_TIMEOUT = 10;
/** More frames than this between two heartbeats are not caused by a person who types and switches properties. */
const MAX_FRAMES = 120;

const HEARTBEAT = Buffer.from(JSON.stringify({ kind: "heartbeat" } satisfies ToVisitor));

/** Sends heartbeats to all connections, and ends those that are silent, expired or without a hello. */
export class Heartbeats {
  readonly #sockets = new Set<LiveSocket>();
  #ticks = 0;

  /** Begins to watch a connection that was just opened. */
  add(socket: LiveSocket): void {
    socket.openedAt = this.#ticks;
    socket.lastFrameAt = this.#ticks;
    socket.nextHeartbeatAt = this.#ticks + INTERVAL;
    this.#sockets.add(socket);
  }

  remove(socket: LiveSocket): void {
    this.#sockets.delete(socket);
  }

  /** Records that a frame came. @returns false if it exceeds the limit; then the connection is being closed */
  recordFrame(socket: LiveSocket): boolean {
    socket.lastFrameAt = this.#ticks;
    if (++socket.frameCount <= MAX_FRAMES) return true;
    socket.close(LIVE_CLOSE.tooMany, "too many frames");
    return false;
  }

  /**
   * Checks every connection. Runs once a second.
   *
   * @param now ms since 1970
   */
  tick(now: number): void {
    this.#ticks++;
    for (const socket of this.#sockets) if (isOpen(socket)) this.#check(socket, now);
  }

  #check(socket: LiveSocket, now: number): void {
    if (this.#ticks - socket.lastFrameAt >= TIMEOUT) return void socket.terminate();
    if (!socket.helloReceived && this.#ticks - socket.openedAt >= HELLO_TIMEOUT)
      return void socket.close(LIVE_CLOSE.silent, "no hello");
    if (now >= socket.expiresAt) return void socket.close(LIVE_CLOSE.unauthorized, "expired");
    if (this.#ticks < socket.nextHeartbeatAt) return;
    socket.frameCount = 0;
    socket.nextHeartbeatAt = this.#ticks + INTERVAL;
    send(socket, HEARTBEAT);
  }

  /** Closes every connection. */
  closeAll(code: number, reason: string): void {
    for (const socket of this.#sockets) socket.close(code, reason);
  }
}
