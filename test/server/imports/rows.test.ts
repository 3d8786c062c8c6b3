import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRowReader } from "../../../server/imports/rows/read-row.ts";
import { Details } from "../../../shared/contact.ts";
import type { Attribute } from "../../../shared/crm.ts";
import type { ImportMapping } from "../../../shared/import.ts";
import { escapeCell, unescapeCell } from "../../../shared/rules/escape-cell.ts";

const read = (mapping: ImportMapping, ...cells: string[]) =>
  createRowReader(mapping, mapping.map(String))({ line: 7, cells });
const person = (...cells: string[]) => read(["name", "email", "phone", "user_id", "visitor_id"], ...cells);
const ok = (details: object, visitor: string | null = null) => ({
  kind: "read",
  line: 7,
  details,
  visitor,
  tags: [],
  notes: [],
  uncertain: [],
});
const refused = (reason: string) => ({ kind: "refused", line: 7, reason: expect.stringContaining(reason) });
const MANY = Array.from({ length: 51 }, (_, at) => `a${at}@b.de`).join(";");

describe("R7: a row of an import", () => {
  it("has a name, e-mails, phones and a user ID", () => {
    expect(person("Ann", "ann@example.com", "+442079460000", "42", "")).toEqual(
      ok({ name: "Ann", emails: ["ann@example.com"], phones: ["+442079460000"], userId: "42" }),
    );
  });

  it("may have the name in two columns", () => {
    const parts: ImportMapping = ["last_name", "first_name", "email"];
    expect(read(parts, " Lee ", "Ann", "a@b.de")).toMatchObject({ details: { name: "Ann Lee" } });
    expect(read(parts, "", "Ann", "a@b.de")).toMatchObject({ details: { name: "Ann" } });
    expect(read(parts, "Lee", "", "a@b.de")).toMatchObject({ details: { name: "Lee" } });
  });

  it.each([
    "Cher",
    "Ana María de la Cruz Fernández",
    "👩‍👩‍👧 🎉",
    "علي حسن",
    "O'Brien-Smith, Jr.",
    "null",
    "=1+1",
    "x".repeat(200),
  ])("may have the name %j", (name) => {
    expect(person(name, "a@b.de", "", "", "")).toMatchObject({ details: { name } });
  });

  it("tidies spaces and line breaks in a name", () => {
    expect(person(" Ann \n  Lee\t", "a@b.de", "", "", "")).toMatchObject({ details: { name: "Ann Lee" } });
  });

  it("may have several e-mails and phones in one cell", () => {
    expect(person("Ann", "a@b.de; c@d.de,e@f.de", "+4420, +4930 ; 0033 1/23", "", "")).toMatchObject({
      details: { emails: ["a@b.de", "c@d.de", "e@f.de"], phones: ["+4420", "+4930", "+33123"] },
    });
    expect(person("Ann", "a@b.de ::: c@d.de", "+4420 ::: +4930", "", "")).toMatchObject({
      details: { emails: ["a@b.de", "c@d.de"], phones: ["+4420", "+4930"] },
    });
    expect(read(["name", "email", "email"], "Ann", "a@b.de", "c@d.de")).toMatchObject({
      details: { emails: ["a@b.de", "c@d.de"] },
    });
  });

  it.each([
    ["+44 (0)20-7946.0000", "+442079460000"],
    ["+44٢٠", "+4420"],
    ["0044 20 7946 0000", "+442079460000"],
    ["'+442079460000", "+442079460000"],
    ["\u202a+44 20 7946 0000\u202c", "+442079460000"],
  ])("tidies the phone %j as a form does", (typed, phone) => {
    expect(person("Ann", "", typed, "", "")).toMatchObject({ details: { phones: [phone] } });
  });

  it.each([
    ["020 7946 0000", "“0” is where + and the country's code should be"],
    ["442079460000", "“4” is where + and the country's code should be"],
    ["+4420x7", "“x” is in it"],
    ["+44²٠", "“²” is in it"],
    ["+4420 ext 5", "“e” is in it"],
    ["n/a", "“n” is where"],
    ["+12", "4 to 15 digits"],
    ["+1234567890123456", "4 to 15 digits"],
    ["4.4E+11", "a number that a spreadsheet has shortened"],
    ["4,42079E+11", "a number that a spreadsheet has shortened"],
    ["#######", "“#” is where"],
  ])("is refused for the phone %j", (phone, reason) => {
    expect(person("Ann", "a@b.de", phone, "", "")).toEqual(refused(reason));
  });

  it.each([
    ["no name", ["", "a@b.de", "", "", ""], "A name is needed."],
    ["a blank name", [" \n ", "a@b.de", "", "", ""], "A name is needed."],
    ["a name of 300", ["x".repeat(300), "a@b.de", "", "", ""], "The name has 300 characters; at most 200"],
    ["no identifier", ["Ann", "", "", "", ""], "There is no e-mail, phone or user ID"],
    ["an invalid e-mail", ["Ann", "ann@", "", "", ""], "“ann@” is not an e-mail address."],
    ["a long invalid e-mail", ["Ann", "x".repeat(999), "", "", ""], `“${"x".repeat(59)}…” is not an e-mail`],
    ["one invalid e-mail of two", ["Ann", "a@b.de; b@", "", "", ""], "“b@” is not"],
    ["too many e-mails", ["Ann", MANY, "", "", ""], "There are 51 e-mails; at most 50 are allowed."],
    ["a shortened user ID", ["Ann", "", "", "1.23457E+15", ""], "a number that a spreadsheet has shortened"],
    ["a long user ID", ["Ann", "", "", "9".repeat(201), ""], "The user ID has 201 characters"],
    ["an invalid visitor ID", ["Ann", "", "", "", "V12"], "“V12” is not a visitor ID"],
    ["too few cells", ["Ann", "a@b.de"], "This row has 2 cells, but the header has 5."],
    ["too many cells", ["Ann", "a@b.de", "", "", "", "x"], "This row has 6 cells, but the header has 5."],
  ])("is refused for %s", (_, cells, reason) => {
    expect(person(...cells)).toEqual(refused(reason));
  });

  it("may end with blank cells beyond the header", () => {
    expect(person("Ann", "a@b.de", "", "", "", "", " ")).toEqual(ok({ name: "Ann", emails: ["a@b.de"] }));
  });

  it("R4: needs nothing else if it has a visitor ID", () => {
    expect(person("", "", "", "", "V0000000000000001")).toEqual(ok({}, "V0000000000000001"));
  });

  it("is either refused with a reason or has valid details, whatever its cells contain", () => {
    const cell = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string(),
      fc.constantFrom("a@b.de", "+44 20 7946", "'=1", "x;y", "\0"),
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 3, maxLength: 7 }), (cells) => {
        const row = person(...cells);
        if (row.kind === "refused") expect(row.reason).not.toBe("");
        else expect(Details.safeParse(row.details).success).toBe(true);
      }),
    );
  });
});

describe("R16: organizations, tags, notes and attributes of a row", () => {
  const plan: Attribute = { key: "plan", label: "Plan", type: "choice", choices: ["Gold"], position: 0 };
  const mapping: ImportMapping = [
    "name",
    "email",
    "organization",
    "organization",
    "tags",
    "tags",
    "notes",
    "notes",
    "attribute:plan",
  ];
  const headers = ["Name", "Mail", "Firma", "Firma 2", "Tags", "Gruppe", "Notiz", "Notiz 2", "Stufe"];
  const row = (...cells: string[]) =>
    createRowReader(mapping, headers, [plan])({ line: 7, cells: ["Ann", "a@b.de", ...cells] });

  it("are collected from several columns of the same field", () => {
    expect(row("Acme, Inc.", "Beta; Gamma", "VIP, new", "'=old", "one", "'-two; three", "gold")).toEqual({
      kind: "read",
      line: 7,
      visitor: null,
      details: {
        name: "Ann",
        emails: ["a@b.de"],
        organizations: ["Acme, Inc.", "Beta", "Gamma"],
        custom: { plan: "Gold" },
      },
      tags: ["VIP", "new", "=old"],
      notes: ["one", "-two; three"],
      uncertain: [{ key: "plan", text: "gold", error: null }],
    });
  });

  it("R11: are ignored where the cells are blank", () => {
    expect(row("", " ", ";", "", "\n", "", "")).toEqual(ok({ name: "Ann", emails: ["a@b.de"], custom: {} }));
  });

  it("are uncertain where an attribute does not accept the cell: the contact decides", () => {
    expect(row("", "", "", "", "", "", "Tin")).toMatchObject({
      details: { custom: {} },
      uncertain: [{ key: "plan", text: "Tin", error: "In “Stufe”, “Tin” is not one of the choices: Gold." }],
    });
  });
});

describe("R19: a cell", () => {
  it.each([
    ["=1+1", "'=1+1"],
    ["+1+1", "'+1+1"],
    ["-2", "'-2"],
    ["@sum(a1)", "'@sum(a1)"],
    ["\t=1", "'\t=1"],
    ["＝1+1", "'＝1+1"],
    ["'=1", "''=1"],
    ["+442079460000", "+442079460000"],
    ["+44 20", "'+44 20"],
    ["Ann", "Ann"],
    ["O'Brien", "O'Brien"],
    ["'t Hooft", "'t Hooft"],
    ["", ""],
  ])("%j is exported as %j", (text, cell) => {
    expect(escapeCell(text)).toBe(cell);
  });

  it("is never a formula when exported, and is imported unchanged", () => {
    const text = fc.string({ unit: fc.constantFrom("'", "=", "+", "-", "@", "1", "a", "\t", "\r", "＋") });
    fc.assert(
      fc.property(text, (one) => {
        expect(unescapeCell(escapeCell(one))).toBe(one);
        if (!/^\+\d+$/.test(one)) expect(escapeCell(one)).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
      }),
    );
  });
});
