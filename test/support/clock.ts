/** A clock that stands still until it is told to move. */
export interface TestClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Moves on by so many milliseconds; a negative number goes back. */
  pass(milliseconds: number): void;
  set(time: number): void;
}

export function testClock(start: number = Date.UTC(2026, 10, 23, 12)): TestClock {
  let time = start;
  return {
    now: () => time,
    pass: (milliseconds) => {
      time += milliseconds;
    },
    set: (moment) => {
      time = moment;
    },
  };
}

/** Numbers from 0 up to 1 that only look random: the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bytes from the same kind of source. */
export function seededBytes(seed: number): (count: number) => Uint8Array<ArrayBuffer> {
  const next = seeded(seed);
  return (count) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256));
}
