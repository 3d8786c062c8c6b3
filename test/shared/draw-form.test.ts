import { describe, expect, it } from "vitest";
import { drawForm, type ServedForm } from "../../shared/rules/draw-form.ts";
import { drawVisitorId } from "../../shared/rules/visitor-id.ts";
import { seededBytes } from "../support/clock.ts";

const form = (version: string, compared?: ServedForm["compared"]): ServedForm => ({
  version,
  fields: [],
  ...(compared && { compared }),
});
const comparing = (second: string, share: number) => form("first", { form: form(second), share });

const VISITORS = 20_000;
const bytes = seededBytes(8);
const visitors = Array.from({ length: VISITORS }, () => drawVisitorId(({ length }) => bytes(length)));
const isSecond = (served: ServedForm) =>
  visitors.map((visitor) => drawForm(served, visitor) === served.compared?.form);
const count = (values: readonly boolean[]) => values.filter(Boolean).length;

/** The distance of a count from what is expected by chance, in standard deviations. */
const deviation = (found: number, share: number) =>
  Math.abs(found - VISITORS * share) / Math.sqrt(VISITORS * share * (1 - share));

describe("the version of a form that a visitor sees (R29)", () => {
  it("is the form itself without a comparison, and without a visitor ID", () => {
    expect(drawForm(form("first"), "V0000000000000001")).toEqual(form("first"));
    expect(drawForm(comparing("second", 99), "")).toEqual(form("first"));
  });

  it("is the same each time", () => {
    const served = comparing("0123456789abcdef", 50);
    expect(isSecond(served)).toEqual(isSecond(served));
  });

  it.each([1, 10, 33, 50, 90, 99])("is the second for %i of 100 visitors", (share) => {
    for (const version of ["0123456789abcdef", "ffffffffffffffff", "8d1be2c09a7f6e53"])
      expect(deviation(count(isSecond(comparing(version, share))), share / 100)).toBeLessThan(4);
  });

  it("is drawn anew by each comparison", () => {
    const versions = ["0123456789abcdef", "0123556789abcdee", "8d1be2c09a7f6e53", "0000000000000000"];
    const draws = versions.map((version) => isSecond(comparing(version, 50)));
    for (const [at, draw] of draws.entries())
      for (const other of draws.slice(at + 1))
        expect(deviation(count(draw.filter((drawn, visitor) => drawn && other[visitor])), 0.25)).toBeLessThan(
          4,
        );
  });
});
