import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PropertySettings } from "../../shared/property.ts";
import { contrast, textOn } from "../../shared/rules/contrast.ts";

const colour = fc.nat(0xffffff).map((value) => `#${value.toString(16).padStart(6, "0")}`);

describe("contrast", () => {
  it.each([
    ["#000000", "#ffffff", 21],
    ["#ffffff", "#ffffff", 1],
    ["#777777", "#ffffff", 4.48],
    ["#0f5b4c", "#ffffff", 8.01],
    ["#FF0000", "#ffffff", 4],
  ])("%s on %s is %d to 1, as WCAG 2.2 computes it", (a, b, ratio) => {
    expect(contrast(a, b)).toBeCloseTo(ratio, 1);
    expect(contrast(b, a)).toBe(contrast(a, b));
  });

  it("text on any accent that an owner can pick keeps 4.5:1", () => {
    fc.assert(
      fc.property(colour, (accent) => {
        expect(contrast(accent, textOn(accent))).toBeGreaterThanOrEqual(4.5);
      }),
      { numRuns: 2_000 },
    );
  });

  it("an owner's colour is # and six hexadecimal digits", () => {
    for (const good of ["#0f5b4c", "#FFFFFF"])
      expect(PropertySettings.shape.accent.safeParse(good).success).toBe(true);
    for (const wrong of ["#fff", "0f5b4c", "red", "#0f5b4c;", "#0f5b4c\n", "#gggggg", ""])
      expect(PropertySettings.shape.accent.safeParse(wrong).success).toBe(false);
  });
});
