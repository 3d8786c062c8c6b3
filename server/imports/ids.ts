import { drawVisitorId } from "../../shared/rules/visitor-id.ts";

/** So many are drawn at a time. */
const AT_ONCE = 50_000;

/**
 * Visitor IDs for many new people, drawn one by one (R1) and given out in order: so the rows of people who are written
 * together stand together in the tables, which costs a fraction of the pages.
 */
export class DrawnIds {
  readonly #random: (bytes: number) => Uint8Array;
  #ids: string[] = [];

  constructor(random: (bytes: number) => Uint8Array) {
    this.#random = random;
  }

  /** The next ones. */
  take(count: number): string[] {
    if (this.#ids.length < count) this.#ids = this.#draw(Math.max(count, AT_ONCE));
    return this.#ids.splice(-count).reverse();
  }

  /** Those of the last ones taken, from some of them on, that nobody needed. */
  giveBack(unused: readonly string[]): void {
    this.#ids.push(...[...unused].reverse());
  }

  #draw(count: number): string[] {
    const fill = (words: Uint32Array) => {
      const bytes = this.#random(4);
      words[0] = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    };
    const ids = new Set<string>();
    while (ids.size < count) ids.add(drawVisitorId(fill));
    return [...ids].sort().reverse();
  }
}
