import { drawVisitorId } from "../../../shared/rules/visitor-id.ts";

/** How many IDs are drawn at a time. */
const BATCH_SIZE = 20_000;
/** How many 32-bit random numbers are fetched at a time. */
const RANDOM_NUMBERS = 1_024;

/**
 * Visitor IDs for many new contacts, drawn one by one (R1) and handed out in ascending order. So contacts that are
 * written together are neighbours in the tables' indexes, and far fewer pages are written.
 */
export class VisitorIdPool {
  readonly #random: (bytes: number) => Uint8Array<ArrayBuffer>;
  #ids: string[] = [];
  #numbers = new Uint32Array();
  #index = 0;

  constructor(random: (bytes: number) => Uint8Array<ArrayBuffer>) {
    this.#random = random;
  }

  /** Returns the next IDs, in ascending order. */
  take(count: number): string[] {
    if (this.#ids.length < count) this.#ids = this.#draw(Math.max(count, BATCH_SIZE));
    return this.#ids.splice(-count).reverse();
  }

  /** Returns unused IDs to the pool. They must be the last of those that were taken last. */
  giveBack(unused: readonly string[]): void {
    this.#ids.push(...[...unused].reverse());
  }

  #draw(count: number): string[] {
    const fill = (target: Uint32Array) => {
      if (this.#index >= this.#numbers.length) {
        this.#numbers = new Uint32Array(this.#random(4 * RANDOM_NUMBERS).slice().buffer);
        this.#index = 0;
      }
      target[0] = this.#numbers[this.#index++] ?? 0;
    };
    const ids = new Set<string>();
    while (ids.size < count) ids.add(drawVisitorId(fill));
    return [...ids].sort().reverse();
  }
}
