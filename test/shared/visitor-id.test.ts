import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawDigits, drawVisitorId } from "../../shared/rules/visitor-id.ts";
import { VisitorId } from "../../shared/visitor.ts";
import { seeded } from "../support/clock.ts";

/** A source that gives these bytes, in turn, and then fails. */
function source(...bytes: readonly number[]) {
  const left = [...bytes];
  return ({ length }: Uint8Array) => {
    if (left.length < length) throw new Error("drew more often than expected");
    return left.splice(0, length);
  };
}

/** As many bytes as an ID has digits. */
const sixteen = (byte: number) => Array.from({ length: 16 }, () => byte);

function randomSource(seed: number) {
  const next = seeded(seed);
  return (array: Uint8Array) => array.map(() => Math.floor(next() * 256));
}

describe("visitor IDs", () => {
  it("R1: every draw is V and 16 digits, from the system's cryptographic source too", () => {
    const fill = (array: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(array);
    const drawn = new Set(Array.from({ length: 1_000 }, () => drawVisitorId(fill)));
    for (const id of drawn) expect(id).toMatch(/^V\d{16}$/);
    expect(drawn.size).toBe(1_000);
  });

  it("R1: every byte below the boundary gives its last digit", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(249), { minLength: 16, maxLength: 16 }), (bytes) => {
        expect(drawVisitorId(source(...bytes))).toBe(`V${bytes.map((byte) => byte % 10).join("")}`);
      }),
    );
    expect(drawVisitorId(source(...sixteen(0)))).toBe("V0000000000000000");
  });

  it("R1: bytes at and above 250 are thrown away, or low digits would be likelier", () => {
    expect(drawVisitorId(source(...sixteen(249)))).toBe("V9999999999999999");
    for (const byte of [250, 251, 252, 253, 254, 255]) {
      const [first, ...others] = sixteen(7);
      expect(drawVisitorId(source(byte, first as number, byte, ...others))).toBe("V7777777777777777");
      expect(() => drawVisitorId(source(byte, ...others))).toThrow("drew more often");
    }
  });

  it("R1: below the boundary every digit has exactly 25 bytes", () => {
    // 250 = 25 × 10, so a digit d comes from d, d + 10, … and from nothing else
    const counts = new Array<number>(10).fill(0);
    for (let byte = 0; byte < 250; byte++) {
      const digit = Number(drawVisitorId(source(...sixteen(byte)))[1]);
      counts[digit] = (counts[digit] ?? 0) + 1;
    }
    expect(counts).toEqual(new Array(10).fill(25));
  });

  it("R3: the proof is drawn with the ID: as many digits as are asked for, each drawn by itself", () => {
    const bytes = Array.from({ length: 48 }, (_, at) => at);
    expect(drawDigits({ getRandomValues: source(...bytes) }, 49)).toBe(
      `V${bytes.map((byte) => byte % 10).join("")}`,
    );
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
