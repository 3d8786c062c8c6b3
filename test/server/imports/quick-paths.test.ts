import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPhone } from "../../../server/imports/rows/read-phones.ts";
import { RowError } from "../../../server/imports/rows/row-error.ts";
import { tidyCellLine, tidyCellText } from "../../../server/imports/rows/tidy-cell.ts";
import { otherSpellings } from "../../../server/platform/search/words.ts";
import { splitOrganizations, splitTags } from "../../../shared/rules/multi-value-cells.ts";
import { tidyPhone } from "../../../shared/rules/phone.ts";
import { tidyLine, tidyText } from "../../../shared/rules/text.ts";

/** Characters at which a quick path ends: spaces, signs, letters with accents, marks, what cannot be seen. */
const text = fc.string({
  unit: fc.constantFrom(..."aZ09 .'-+@é\u00ad\u0301\u00c0\u024f\u0250\u200b\u00a0\t\n"),
  maxLength: 12,
});

describe("what is read quickly, as most cells are, is read as everything else", () => {
  it("R7: a tidy cell", () => {
    fc.assert(
      fc.property(text, (cell) => {
        expect(tidyCellLine(cell)).toBe(tidyLine(cell));
        expect(tidyCellText(cell)).toBe(tidyText(cell));
      }),
    );
  });

  it("R7: a phone with its country's code, with spaces and dashes or without", () => {
    const read = (phone: string) => {
      try {
        return readPhone(phone, { country: "DE", plusMissing: false });
      } catch (error) {
        if (error instanceof RowError) return "refused";
        throw error;
      }
    };
    const part = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), fc.constantFrom(" ", "-", "."), (parts, separator) => {
        const phone = `+${parts.join(separator)}`;
        expect(read(phone)).toBe(read(tidyPhone(phone)));
      }),
    );
  });

  it("R7: the organization or tag of a cell without separators", () => {
    const name = "  Berg &\t Sons ";
    expect(splitOrganizations(name)).toEqual(["Berg & Sons"]);
    expect(splitTags(name)).toEqual(["Berg & Sons"]);
    expect(splitOrganizations(" \t")).toEqual([]);
  });

  it("a name whose parts have two vowels that stand for one only when they are joined", () => {
    expect(otherSpellings("Marco-Eli")).toContain("marcoli");
    expect(otherSpellings("Marco Eli")).toEqual([]);
  });
});
