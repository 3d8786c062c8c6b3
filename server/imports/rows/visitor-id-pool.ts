import { UNBIASED } from "../../../shared/rules/visitor-id.ts";

/** How many IDs are drawn at a time, at most: a pool that is used up draws a few times as many as before. */
const MAX_BATCH_SIZE = 20_000;
const GROWTH = 8;
/** Characters of a visitor ID. */
const LENGTH = 17;
/** How many random bytes are fetched at a time. */
const RANDOM_BYTES = 4_096;

/**
 * Visitor IDs for many new contacts, drawn one by one (R1) and handed out in ascending order. So contacts that are
 * written together are neighbours in the tables' indexes, and far fewer pages are written.
 */
export class VisitorIdPool {
  readonly #random: (bytes: number) => Uint8Array<ArrayBuffer>;
  #ids: string[] = [];
  #batchSize = 0;
  #bytes = new Uint8Array();
  #index = 0;

  constructor(random: (bytes: number) => Uint8Array<ArrayBuffer>) {
    this.#random = random;
  }

  /** Returns the next IDs, in ascending order. */
  take(count: number): string[] {
    if (this.#ids.length < count) {
      this.#batchSize = Math.max(count, Math.min(MAX_BATCH_SIZE, this.#batchSize * GROWTH));
      this.#ids = this.#draw(this.#batchSize);
    }
    return this.#ids.splice(-count).reverse();
  }

  /** Returns unused IDs to the pool. They must be the last of those that were taken last. */
  giveBack(unused: readonly string[]): void {
    this.#ids.push(...[...unused].reverse());
  }

  #draw(count: number): string[] {
    const ids = new Set<string>();
    while (ids.size < count) ids.add(this.#drawId());
    return [...ids].sort().reverse();
  }

  /** As `drawVisitorId`, without an array for each byte, which would take as long as to decide a row. */
  #drawId(): string {
    let id = "V";
    while (id.length < LENGTH) {
      const byte = this.#nextByte();
      if (byte < UNBIASED) id += byte % 10;
    }
    return id;
  }

  #nextByte(): number {
    if (this.#index === this.#bytes.length) {
      this.#bytes = this.#random(RANDOM_BYTES);
      this.#index = 0;
    }
    return this.#bytes[this.#index++] ?? 0;
  }
}
