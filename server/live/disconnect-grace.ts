/** A page change or a reload reconnects within so many ticks, and is not reported. */
const GRACE = 5;

/** Clients whose last connection was closed, and that may reconnect in a moment. Keys identify a client. */
export class DisconnectGrace<T> {
  /** In the order in which they expire. */
  readonly #disconnected = new Map<string, { item: T; expiresAt: number }>();
  #ticks = 0;

  /** Starts the grace period, anew if it was started before. */
  start(key: string, item: T): void {
    this.#disconnected.delete(key);
    this.#disconnected.set(key, { item, expiresAt: this.#ticks + GRACE });
  }

  /** The client has reconnected. */
  cancel(key: string): void {
    this.#disconnected.delete(key);
  }

  /** Runs once a second. @returns the items whose grace period has expired */
  tick(): T[] {
    this.#ticks++;
    const expired: T[] = [];
    for (const [key, { item, expiresAt }] of this.#disconnected) {
      if (expiresAt > this.#ticks) break;
      this.#disconnected.delete(key);
      expired.push(item);
    }
    return expired;
  }
}
