import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { continueAfter, UUID_V7, uuidv7 } from "../../shared/rules/uuid.ts";
import { Uuid } from "../../shared/visitor.ts";

const bytes = fc.uint8Array({ minLength: 8, maxLength: 8 });
/** Later than any other test here, so that the clock of the maker has not been there yet. */
let fresh = Date.UTC(2100, 0);
const moment = () => {
  fresh += 10_000;
  return fresh;
};

describe("delivery IDs", () => {
  it("R21: carry the time, the version 7 and the variant of RFC 9562 in the right bits", () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const now = moment();
        const id = uuidv7(now, random);
        expect(id).toMatch(UUID_V7);
        expect(Uuid.safeParse(id).success).toBe(true);
        const bits = BigInt(`0x${id.replaceAll("-", "")}`);
        expect(Number(bits >> 80n)).toBe(now);
        expect((bits >> 76n) & 0xfn).toBe(7n);
        expect((bits >> 62n) & 0b11n).toBe(0b10n);
        const low = random.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
        expect(bits & ((1n << 62n) - 1n)).toBe(low & ((1n << 62n) - 1n));
      }),
    );
  });

  it("R21: sort as text in the order of making, whatever the clock does", () => {
    const start = moment();
    fresh += 100_000;
    const steps = fc.array(fc.tuple(fc.integer({ min: -5_000, max: 5_000 }), bytes), { minLength: 2 });
    fc.assert(
      fc.property(steps, (made) => {
        const ids = made.map(([offset, random]) => uuidv7(start + offset, random));
        expect(ids).toEqual([...new Set(ids)].sort());
      }),
    );
  });

  it("R21: ten thousand in one millisecond still sort, and stay within three milliseconds of it", () => {
    const now = moment();
    const ids = Array.from({ length: 10_000 }, () => uuidv7(now, new Uint8Array(8)));
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(Number.parseInt(ids.at(-1)?.replace("-", "").slice(0, 12) ?? "", 16) - now).toBe(2);
  });

  it("R21: the schema takes lower-case version 7 only", () => {
    const id = uuidv7(moment(), Uint8Array.of(255, 1, 2, 3, 4, 5, 6, 7));
    for (const wrong of [
      id.toUpperCase(),
      `${id}\n`,
      ` ${id}`,
      id.replaceAll("-", ""),
      "018f3c1a-0000-4000-8000-000000000000",
      "018f3c1a-0000-7000-7000-000000000000",
      "",
    ])
      expect(Uuid.safeParse(wrong).success).toBe(false);
  });

  it("R21: sort after those of another tab or an earlier page, however the clock was set back since", () => {
    const other = fc.tuple(fc.integer({ min: 0, max: 9_000 }), fc.integer({ min: 0, max: 0xfff }), bytes);
    fc.assert(
      fc.property(fc.array(fc.oneof(other, fc.constant(null)), { minLength: 2 }), bytes, (events, random) => {
        const start = moment();
        const known: string[] = [];
        for (const event of events) {
          if (event) {
            const [offset, count, bits] = event;
            const time = (start + offset).toString(16).padStart(12, "0");
            const tail = [...bits].map((byte) => byte.toString(16).padStart(2, "0")).join("");
            const id = `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, "0")}-8${tail.slice(1, 4)}-${tail.slice(4)}`;
            continueAfter(id);
            known.push(id);
          }
          const made = uuidv7(start - 3_600_000, random);
          for (const id of known) expect(made > id).toBe(true);
          known.push(made);
        }
      }),
    );
  });
});
