import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WindowCounter } from "../../../server/platform/http/window-counter.ts";

describe("counting in time windows", () => {
  it("counts from the first of a key until its window ends, whatever the clock does", () => {
    let time = 1_000;
    const counter = new WindowCounter(60, () => time);
    counter.add("a");
    time += 59_999;
    counter.add("a", 2);
    counter.add("b", -5);
    expect([counter.count("a"), counter.count("b"), counter.secondsLeft("a")]).toEqual([3, 0, 1]);
    time += 1;
    expect(counter.count("a")).toBe(0);
    counter.add("a");
    time -= 3_600_000; // set back by an hour: the window must not last an hour longer
    expect(counter.count("a")).toBe(0);
  });

  it("takes no more memory than for its most keys, and forgets what has ended", () => {
    let time = 0;
    const counter = new WindowCounter(60, () => time, 1_000);
    for (let n = 0; n < 50_000; n++) counter.add(`key ${n}`);
    expect(counter.size).toBe(1_000);
    time += 60_000;
    counter.add("next");
    expect(counter.size).toBe(1);
  });

  it("gives what a simple list of all counts would give", () => {
    const steps = fc.array(
      fc.record({
        key: fc.constantFrom("a", "b", "c"),
        points: fc.integer({ min: 1, max: 5 }),
        wait: fc.nat(30_000),
      }),
    );
    fc.assert(
      fc.property(steps, (all) => {
        let time = 0;
        const counter = new WindowCounter(60, () => time);
        const begun = new Map<string, { at: number; count: number }>();
        for (const { key, points, wait } of all) {
          time += wait;
          counter.add(key, points);
          const window = begun.get(key);
          if (window && time - window.at < 60_000) window.count += points;
          else begun.set(key, { at: time, count: points });
          expect(counter.count(key)).toBe(begun.get(key)?.count);
        }
      }),
      { numRuns: 50 },
    );
  });
});
