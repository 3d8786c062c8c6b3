import fc from "fast-check";
import { expect, it } from "vitest";
import { VisitorIdPool } from "../../../server/imports/rows/visitor-id-pool.ts";
import { VISITOR_ID } from "../../../shared/rules/visitor-id.ts";
import { seededBytes } from "../../support/clock.ts";

it("R1: every ID is handed out once, in ascending order within a chunk, and what was given back again", () => {
  const chunk = fc.tuple(fc.integer({ min: 1, max: 1_000 }), fc.nat(1_000));
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 12 }), fc.integer(), (chunks, seed) => {
      const pool = new VisitorIdPool(seededBytes(seed));
      const used: string[] = [];
      for (const [count, unused] of chunks) {
        const ids = pool.take(count);
        expect(ids).toHaveLength(count);
        expect(ids).toEqual([...ids].sort());
        const usedCount = Math.max(0, count - unused);
        used.push(...ids.slice(0, usedCount));
        pool.giveBack(ids.slice(usedCount));
      }
      expect(new Set(used).size).toBe(used.length);
      for (const id of used) expect(id).toMatch(VISITOR_ID);
    }),
    { numRuns: 20 },
  );
});

it("a file of few rows draws few IDs, and one of many draws them in large batches, which are sorted as a whole", () => {
  let drawn = 0;
  const random = seededBytes(1);
  const pool = new VisitorIdPool((bytes) => {
    drawn += bytes;
    return random(bytes);
  });
  pool.take(200);
  expect(drawn).toBeLessThan(2 * 200 * 16 + 4_096);
  for (let chunk = 0; chunk < 5; chunk++) pool.take(1_000);
  const before = drawn;
  const next = [...pool.take(1_000), ...pool.take(1_000), ...pool.take(1_000)];
  expect(drawn).toBe(before);
  expect(next).toEqual([...next].sort());
});
