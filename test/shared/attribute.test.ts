import fc from "fast-check";
import { expect, it } from "vitest";
import { attributeValue } from "../../shared/rules/attribute.ts";

const CHOICES = ["Free", "Pro"];
const value = (type: Parameters<typeof attributeValue>[0], text: string) =>
  attributeValue(type, CHOICES, text);

it.each([
  ["text", "  two  words ", "two  words"],
  ["text", " ", null],
  ["text", "x".repeat(1_001), null],
  ["number", "007", "7"],
  ["number", "-0", "0"],
  ["number", "+3.1400", "3.14"],
  ["number", "-12.5", "-12.5"],
  ["number", "1,5", null],
  ["number", "1e3", null],
  ["number", "Infinity", null],
  ["number", "1234567890123456", null],
  ["date", "2026-02-28", "2026-02-28"],
  ["date", "2024-02-29", "2024-02-29"],
  ["date", "2026-02-29", null],
  ["date", "28.2.2026", null],
  ["date", "2026-13-01", null],
  ["yes_no", "TRUE", "yes"],
  ["yes_no", "0", "no"],
  ["yes_no", "maybe", null],
  ["choice", "pro", "Pro"],
  ["choice", "Gold", null],
] as const)("a %s from %j is %j", (type, text, expected) => {
  expect(value(type, text)).toBe(expected);
});

it("a stored value is stored unchanged again, and a number keeps its magnitude", () => {
  const types = fc.constantFrom("text", "number", "date", "yes_no", "choice");
  const texts = fc.oneof(
    fc.string(),
    fc.integer().map(String),
    fc.double({ noNaN: true }).map((n) => n.toFixed(3)),
  );
  fc.assert(
    fc.property(types, texts, (type, text) => {
      const stored = value(type, text);
      if (stored === null) return;
      expect(value(type, stored)).toBe(stored);
      if (type === "number") expect(Number(stored)).toBeCloseTo(Number(text), 9);
    }),
  );
});
