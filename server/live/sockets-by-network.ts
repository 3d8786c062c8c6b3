import type { EventEmitter } from "node:events";
import { networksOf } from "../platform/http/address.ts";
import { tooManyRequests } from "../platform/http/rate-limit.ts";

/** A client that was refused tries again after so many seconds. */
const RETRY_AFTER = 30;

/** Counts the open connections of addresses (R37). */
export class SocketsByNetwork {
  readonly #open = new Map<string, number>();
  readonly #most: number;

  /** @param most how many connections one address may have open */
  constructor(most: number) {
    this.#most = most;
  }

  /** @throws ApiError `too_many_requests` if the address, or its network, has no connection left */
  requireFree(address: string): void {
    for (const { key, share } of networksOf(address))
      if ((this.#open.get(key) ?? 0) >= this.#most * share) throw tooManyRequests(RETRY_AFTER);
  }

  /** Counts a connection until it is closed. */
  add(address: string, socket: Pick<EventEmitter, "once">): void {
    const networks = networksOf(address);
    for (const { key } of networks) this.#open.set(key, (this.#open.get(key) ?? 0) + 1);
    socket.once("close", () => {
      for (const { key } of networks) {
        const left = (this.#open.get(key) ?? 0) - 1;
        if (left > 0) this.#open.set(key, left);
        else this.#open.delete(key);
      }
    });
  }
}
