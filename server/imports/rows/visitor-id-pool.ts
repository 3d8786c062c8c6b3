import { drawVisitorId } from "../../../shared/rules/visitor-id.ts";

/** How many IDs are drawn at a time, at most: a pool that is used up draws a few times as many as before. */
const MAX_BATCH_SIZE = 20_000;
const GROWTH = 8;
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
    const fill = ({ length }: Uint8Array) => {
      if (this.#index + length > this.#bytes.length) {
        this.#bytes = this.#random(RANDOM_BYTES);
        this.#index = 0;
      }
      this.#index += length;
      return this.#bytes.subarray(this.#index - length, this.#index);
    };
    const ids = new Set<string>();
    while (ids.size < count) ids.add(drawVisitorId(fill));
    return [...ids].sort().reverse();
  }
}
