import { describe, expect, it } from "vitest";
import { readPhone } from "../../../server/imports/rows/read-phones.ts";
import { RowError } from "../../../server/imports/rows/row-error.ts";

function read(cell: string, country: string | null): string | null {
  try {
    return readPhone(cell, { country, plusMissing: false });
  } catch (error) {
    if (error instanceof RowError) return null;
    throw error;
  }
}

describe("R7, R17: phones of files", () => {
  it.each([
    ["+490171 3920010", "+491713920010"],
    ["+49 0171 3920010", "+491713920010"],
    ["0049 0171 3920010", "+491713920010"],
    ["+49 (0)171 3920010", "+491713920010"],
    ["+440207946018", "+44207946018"],
    ["+44 020 7946 0018", "+442079460018"],
    ["+33 01 42 68 53 00", "+33142685300"],
    ["+41 044 668 18 00", "+41446681800"],
    ["+43 0664 1234567", "+436641234567"],
    ["+31 06 12345678", "+31612345678"],
    ["+39 06 1234 5678", "+390612345678"],
    ["+491713920010", "+491713920010"],
    ["+12127365000", "+12127365000"],
  ])("%s loses the zero that is dialled only inside its country: %s", (cell, phone) => {
    expect(read(cell, null)).toBe(phone);
    expect(read(cell, "DE")).toBe(phone);
  });

  it.each([
    ["0033142685300", "DE", "+33142685300"],
    ["33 1 42 68 53 00", "DE", null],
    ["44 20 7946 0018", "DE", null],
    ["1-212-736-5000", "DE", null],
    ["49 171 3920010", "DE", "+491713920010"],
    ["49 171 3920010", "FR", null],
    ["30 23125022", "DE", "+493023125022"],
    ["171 3920010", "DE", "+491713920010"],
    ["212 736 5000", "US", "+12127365000"],
    ["1 212 736 5000", "US", "+12127365000"],
    ["01 42 68 53 00", "FR", "+33142685300"],
    ["110", "DE", null],
    ["115", "DE", null],
    ["4711", "DE", null],
    ["12345", "DE", null],
    ["911", "US", null],
    ["999", "GB", null],
    ["18", "FR", null],
    ["555 1234", "IS", "+3545551234"],
  ] as const)("%s of a file from %s is %s", (cell, country, phone) => {
    expect(read(cell, country)).toBe(phone);
  });
});
