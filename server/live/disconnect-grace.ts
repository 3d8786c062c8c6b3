/** Who goes to another page, or reloads, is back before anybody needs to hear of it; turns. */
const GRACE = 5;

/** Who has left and may be back in a moment. */
export class DisconnectGrace<T> {
  readonly #left = new Map<string, { item: T; due: number }>();
  #turns = 0;

  left(key: string, item: T): void {
    this.#left.delete(key);
    this.#left.set(key, { item, due: this.#turns + GRACE });
  }

  back(key: string): void {
    this.#left.delete(key);
  }

  /** A second has passed. @returns who did not come back */
  turn(): T[] {
    this.#turns++;
    const gone: T[] = [];
    for (const [key, { item, due }] of this.#left) {
      if (due > this.#turns) break; // in the order in which they left
      this.#left.delete(key);
      gone.push(item);
    }
    return gone;
  }
}
