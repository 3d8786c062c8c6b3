import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawVisitorId } from "../../shared/rules/visitor-id.ts";
import { VisitorId } from "../../shared/visitor.ts";
import { seeded } from "../support/clock.ts";

/** A source that gives these 32-bit numbers, in turn, and then fails. */
function source(...words: readonly number[]) {
  const left = [...words];
  return (array: Uint32Array) => {
    const next = left.shift();
    if (next === undefined) throw new Error("drew more often than expected");
    array[0] = next;
  };
}

function randomSource(seed: number) {
  const next = seeded(seed);
  return (array: Uint32Array) => {
    for (let i = 0; i < array.length; i++) array[i] = Math.floor(next() * 2 ** 32);
  };
}

describe("visitor IDs", () => {
  it("R1: every draw is V and 16 digits, from the system's cryptographic source too", () => {
    const fill = (array: Uint32Array<ArrayBuffer>) => crypto.getRandomValues(array);
    const drawn = new Set(Array.from({ length: 1_000 }, () => drawVisitorId(fill)));
    for (const id of drawn) expect(id).toMatch(/^V\d{16}$/);
    expect(drawn.size).toBe(1_000);
  });

  it("R1: every pair of words below the boundary gives the two halves, with leading zeros", () => {
    fc.assert(
      fc.property(fc.nat(4_199_999_999), fc.nat(4_199_999_999), (first, second) => {
        const digits = (word: number) => String(word % 100_000_000).padStart(8, "0");
        expect(drawVisitorId(source(first, second))).toBe(`V${digits(first)}${digits(second)}`);
      }),
    );
    expect(drawVisitorId(source(0, 7))).toBe("V0000000000000007");
  });

  it("R1: words at and above 4 200 000 000 are thrown away, or small halves would be likelier", () => {
    expect(drawVisitorId(source(4_199_999_999, 4_199_999_999))).toBe("V9999999999999999");
    expect(drawVisitorId(source(4_200_000_000, 1, 4_294_967_295, 2))).toBe("V0000000100000002");
  });

  it("R1: below the boundary every half has exactly 42 words", () => {
    // 4.2e9 = 42 × 10^8, so a half h comes from h, h + 10^8, … and from nothing else
    for (const half of [0, 1, 50_000_000, 94_967_295]) {
      const words = Array.from({ length: 42 }, (_, i) => half + i * 1e8);
      for (const word of words)
        expect(drawVisitorId(source(word, 0)).slice(1, 9)).toBe(String(half).padStart(8, "0"));
      expect(() => drawVisitorId(source(half + 42e8, 0))).toThrow("drew more often");
    }
  });

  it("R1: the digits are uniform at each of the 16 places (chi-square, 20 000 draws)", () => {
    const fill = randomSource(20_261_123);
    const counts = Array.from({ length: 16 }, () => new Array<number>(10).fill(0));
    const draws = 20_000;
    for (let i = 0; i < draws; i++) {
      const id = drawVisitorId(fill);
      counts.forEach((count, place) => {
        const digit = Number(id[place + 1]);
        count[digit] = (count[digit] ?? 0) + 1;
      });
    }
    const wanted = draws / 10;
    for (const count of counts) {
      const chiSquare = count.reduce((sum, seen) => sum + (seen - wanted) ** 2 / wanted, 0);
      expect(chiSquare).toBeLessThan(27.88); // 9 degrees of freedom, p = 0.001
    }
  });

  it("R1: the schema takes what was drawn, and nothing else", () => {
    const near = fc.stringMatching(/^[Vv]?[\d٣ ]{15,17}\n?$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), near, fc.stringMatching(/^V\d{16}$/)), (text) => {
        expect(VisitorId.safeParse(text).success).toBe(/^V[0-9]{16}$/.test(text) && text.length === 17);
      }),
    );
    expect(VisitorId.safeParse("V1234567890123456\n").success).toBe(false);
  });
});
