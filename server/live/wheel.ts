/** Turns once a second and gives what is due: one timer for all connections, however many. */
export class Wheel<T> {
  readonly #slots: T[][];
  #at = 0;

  /** @param size the longest delay, in turns */
  constructor(size: number) {
    this.#slots = Array.from({ length: size + 1 }, () => []);
  }

  /** @param turns from 1 up to the wheel's size; what is later comes earlier */
  add(item: T, turns: number): void {
    const ahead = Math.min(Math.max(1, turns), this.#slots.length - 1);
    this.#slots[(this.#at + ahead) % this.#slots.length]?.push(item);
  }

  /** The next second: everything that is due, which is then no longer on the wheel. */
  turn(): readonly T[] {
    this.#at = (this.#at + 1) % this.#slots.length;
    const due = this.#slots[this.#at] ?? [];
    this.#slots[this.#at] = [];
    return due;
  }

  /** Everything that waits. */
  *[Symbol.iterator](): Iterator<T> {
    for (const slot of this.#slots) yield* slot;
  }
}
