/** The most keys of one counter. Above it the oldest are forgotten, so that a flood of keys costs a few megabytes at most. */
const MAX_KEYS = 50_000;

interface Window {
  count: number;
  readonly endsAt: number;
}

/** Elapsed time, ms: a clock that is set back must not make a window longer. */
const monotonicNow = () => performance.now();

/**
 * Counts by key, each in a time window of its own that begins with the key's first count. It has no timers. All windows of a counter are
 * equally long, so the order in which they begin is the order in which they end.
 */
export class WindowCounter {
  readonly #windows = new Map<string, Window>();
  readonly #length: number;
  readonly #now: () => number;
  readonly #maxKeys: number;

  /**
   * @param seconds how long a window is
   * @param now ms since any moment
   */
  constructor(seconds: number, now: () => number = monotonicNow, maxKeys = MAX_KEYS) {
    this.#length = seconds * 1_000;
    this.#now = now;
    this.#maxKeys = maxKeys;
  }

  /** The number of keys in memory. */
  get size(): number {
    return this.#windows.size;
  }

  /** The points that were counted in the key's window. */
  count(key: string): number {
    return this.#find(key)?.count ?? 0;
  }

  /** The time until the key's window ends, seconds, at least 1. */
  secondsLeft(key: string): number {
    const left = (this.#find(key)?.endsAt ?? 0) - this.#now();
    return Math.max(1, Math.ceil(left / 1_000));
  }

  /** @param points a negative number takes back what was counted */
  add(key: string, points = 1): void {
    const found = this.#find(key);
    if (found) {
      found.count = Math.max(0, found.count + points);
      return;
    }
    if (points <= 0) return;
    this.#windows.delete(key);
    this.#removeEnded();
    this.#windows.set(key, { count: points, endsAt: this.#now() + this.#length });
  }

  #find(key: string): Window | undefined {
    const found = this.#windows.get(key);
    return found && this.#isOpen(found) ? found : undefined;
  }

  #isOpen({ endsAt }: Window): boolean {
    const left = endsAt - this.#now();
    return left > 0 && left <= this.#length;
  }

  /** Removes what has ended, and makes room for one key. */
  #removeEnded(): void {
    for (const [key, window] of this.#windows) {
      if (this.#windows.size < this.#maxKeys && this.#isOpen(window)) return;
      this.#windows.delete(key);
    }
  }
}
