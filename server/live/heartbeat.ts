import { HEARTBEAT_INTERVAL, HEARTBEAT_TIMEOUT, LIVE_CLOSE } from "../../shared/live.ts";
import { isOpen, type LiveSocket, send } from "./sockets.ts";
import { Wheel } from "./wheel.ts";

/** How often the wheel turns, ms. */
export const TURN = 1_000;
const BEAT = HEARTBEAT_INTERVAL / TURN;
const SILENCE = HEARTBEAT_TIMEOUT / TURN;
/** So long a client has for its hello, turns. */
const HELLO = 10;
/** More than a person could cause between two beats: typing, and following every property anew. */
const MAX_FRAMES = 120;

const BEAT_FRAME = Buffer.from('{"kind":"heartbeat"}');

/** Keeps the connections alive, and ends those that are not. */
export class Heartbeats {
  readonly #wheel = new Wheel<LiveSocket>(SILENCE);
  #turns = 0;

  /** A new connection. */
  add(socket: LiveSocket): void {
    socket.openedAt = this.#turns;
    socket.heardAt = this.#turns;
    socket.beatAt = this.#turns + BEAT;
    this.#wheel.add(socket, HELLO);
  }

  /** A frame came. @returns false if it is one too many; then the connection is being closed */
  heard(socket: LiveSocket): boolean {
    socket.heardAt = this.#turns;
    if (++socket.frames <= MAX_FRAMES) return true;
    socket.close(LIVE_CLOSE.tooMany, "too many frames");
    return false;
  }

  /** A second has passed. */
  turn(now: number): void {
    this.#turns++;
    for (const socket of this.#wheel.turn()) if (isOpen(socket)) this.#visit(socket, now);
  }

  #visit(socket: LiveSocket, now: number): void {
    if (this.#turns - socket.heardAt >= SILENCE) return void socket.terminate();
    if (!socket.greeted && this.#turns - socket.openedAt >= HELLO)
      return void socket.close(LIVE_CLOSE.silent, "no hello");
    if (now >= socket.expiresAt) return void socket.close(LIVE_CLOSE.unauthorized, "expired");
    if (this.#turns >= socket.beatAt) {
      socket.frames = 0;
      socket.beatAt = this.#turns + BEAT;
      send(socket, BEAT_FRAME);
    }
    this.#wheel.add(socket, Math.min(socket.beatAt, socket.heardAt + SILENCE) - this.#turns);
  }

  /** Says goodbye to everybody. */
  close(code: number, reason: string): void {
    for (const socket of this.#wheel) socket.close(code, reason);
  }
}
