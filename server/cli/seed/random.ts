/** A pseudo-random generator that gives the same numbers for the same seed. Not for secrets. */
export interface SeededRandom {
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly number: () => number;
  /** An integer from 0 (inclusive) to `count` (exclusive). */
  readonly integer: (count: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly [T, ...T[]]) => T;
  readonly bytes: (count: number) => Uint8Array<ArrayBuffer>;
}

/** Makes a source of choices with the generator mulberry32. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed | 0;
  const number = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (count: number) => Math.floor(number() * count);
  return {
    number,
    integer,
    chance: (probability) => number() < probability,
    pick: (items) => items[integer(items.length)] ?? items[0],
    bytes: (count) => Uint8Array.from({ length: count }, () => integer(256)),
  };
}
