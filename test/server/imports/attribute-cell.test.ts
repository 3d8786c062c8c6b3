import { describe, expect, it } from "vitest";
import { describeCellError, parseAttributeCell } from "../../../server/imports/rows/attribute-cell.ts";
import type { Attribute } from "../../../shared/crm.ts";

const attribute = (type: Attribute["type"], choices: string[] = []): Attribute => ({
  key: "key",
  label: "Label",
  type,
  choices,
  position: 0,
});

describe("R16: a cell as an attribute's value", () => {
  it.each([
    ["text", "=1; any \n text", "=1; any \n text"],
    ["text", "x".repeat(1_001), null],
    ["number", "007.50", "7.5"],
    ["number", "-12", "-12"],
    ["number", "12,5", "12.5"],
    ["number", "0,125", "0.125"],
    ["number", "12345,678", "12345.678"],
    ["number", "1,234", null],
    ["number", "1.234,5", null],
    ["number", "1 234", null],
    ["number", "4E+11", null],
    ["number", "1234567890123456", null],
    ["number", "NaN", null],
    ["number", "٣", null],
    ["date", "2026-01-31", "2026-01-31"],
    ["date", "2026-1-5", "2026-01-05"],
    ["date", "2026/01/31", "2026-01-31"],
    ["date", "2026-01-31T23:59:59Z", "2026-01-31"],
    ["date", "2026-01-31 08:00", "2026-01-31"],
    ["date", "31.1.2026", "2026-01-31"],
    ["date", "1/2/2026", null],
    ["date", "31.1.26", null],
    ["date", "30.2.2026", null],
    ["date", "46053", null],
    ["date", "yesterday", null],
    ["yes_no", "TRUE", "yes"],
    ["yes_no", "0", "no"],
    ["yes_no", "Ja", "yes"],
    ["yes_no", "FALSCH", "no"],
    ["yes_no", "x", "yes"],
    ["yes_no", "نعم", "yes"],
    ["yes_no", "maybe", null],
    ["yes_no", "2", null],
  ] as const)("%s %j is %j", (type, text, value) => {
    expect(parseAttributeCell(attribute(type), text)).toBe(value);
  });

  it("is one of the choices, in any case", () => {
    const plan = attribute("choice", ["Gold", "Straße", "constructor"]);
    expect(parseAttributeCell(plan, " gOLD ")).toBe("Gold");
    expect(parseAttributeCell(plan, "Gol")).toBeNull();
    expect(parseAttributeCell(plan, "__proto__")).toBeNull();
  });

  it("has an error message that says what it should be", () => {
    const words = (type: Attribute["type"], text: string, choices: string[] = []) =>
      describeCellError(attribute(type, choices), text, text);
    expect(words("text", "👍".repeat(1_001))).toBe("there are 1,001 characters; at most 1,000 are allowed");
    expect(words("number", "x")).toBe("“x” is not a number such as 1234.5, of at most 15 digits");
    expect(words("number", "4,4E+11")).toBe("“4,4E+11” is a number that a spreadsheet has shortened");
    expect(words("date", "x")).toBe("“x” is not a date such as 2026-01-31");
    expect(words("yes_no", "x")).toBe("“x” is neither yes nor no");
    expect(words("choice", "x", [..."abcdefghij"])).toBe(
      "“x” is not one of the choices: a, b, c, d, e, f, g, h …",
    );
  });
});
