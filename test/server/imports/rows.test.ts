import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRowReader } from "../../../server/imports/rows/read-row.ts";
import { Details } from "../../../shared/contact.ts";
import type { Attribute } from "../../../shared/crm.ts";
import type { ImportMapping } from "../../../shared/import.ts";
import { NO_REPAIRS, type RepairOptions } from "../../../shared/repair-options.ts";
import { anyText } from "../../support/any-text.ts";

const read = (mapping: ImportMapping, ...cells: string[]) =>
  createRowReader(mapping, mapping.map(String))({ line: 7, cells });
const person = (...cells: string[]) => read(["name", "email", "phone", "user_id", "visitor_id"], ...cells);
/** The row as an owner reads it who wants rows refused for a value that cannot be used. */
const strict = (...cells: string[]) => {
  const mapping: ImportMapping = ["name", "email", "phone", "user_id", "visitor_id"];
  const repairs = { ...NO_REPAIRS, invalidValues: "refuse" } as const;
  return createRowReader(mapping, mapping.map(String), [], repairs)({ line: 7, cells });
};
const ok = (details: object, visitor: string | null = null) => ({
  kind: "read",
  line: 7,
  details,
  isNameDerived: false,
  visitor,
  tags: [],
  notes: [],
  uncertain: [],
  leftOut: [],
});
const refused = (reason: string) =>
  expect.objectContaining({ kind: "refused", line: 7, reason: expect.stringContaining(reason) });
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

  it("may have the name in up to five columns, which are joined as it is written", () => {
    const parts: ImportMapping = [
      "last_name",
      "name_suffix",
      "middle_name",
      "first_name",
      "name_prefix",
      "email",
    ];
    expect(read(parts, "King", "Jr.", "Luther", "Martin", "Dr.", "m@b.de")).toMatchObject({
      details: { name: "Dr. Martin Luther King Jr." },
    });
  });

  it.each([
    "Cher",
    "Ana María de la Cruz Fernández",
    "👩‍👩‍👧 🎉",
    "علي حسن",
    "O'Brien-Smith, Jr.",
    "Christopher Null",
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
    ["call first", "“c” is where"],
    ["+12", "4 to 15 digits"],
    ["+1234567890123456", "4 to 15 digits"],
    ["4.4E+11", "a number that a spreadsheet has shortened"],
    ["4,42079E+11", "a number that a spreadsheet has shortened"],
    ["#######", "“#” is where"],
  ])("R17: is imported without the phone %j, and refused if the owner says so", (phone, reason) => {
    expect(person("Ann", "a@b.de", phone, "", "")).toEqual({
      ...ok({ name: "Ann", emails: ["a@b.de"] }),
      leftOut: [expect.stringContaining(reason)],
    });
    expect(strict("Ann", "a@b.de", phone, "", "")).toEqual(refused(reason));
    expect(person("Ann", "", phone, "", ""), "the only way to know the person").toEqual(refused(reason));
  });

  it.each([
    ["no name", ["", "a@b.de", "", "", ""], "A name is needed."],
    ["a blank name", [" \n ", "a@b.de", "", "", ""], "A name is needed."],
    ["a name of 300", ["x".repeat(300), "a@b.de", "", "", ""], "The name has 300 characters; at most 200"],
    ["no identifier", ["Ann", "", "", "", ""], "There is no e-mail, phone or user ID"],
    ["an invalid e-mail", ["Ann", "ann@", "", "", ""], "“ann@” is not an e-mail address."],
    ["a long invalid e-mail", ["Ann", "x".repeat(999), "", "", ""], `“${"x".repeat(59)}…” is not an e-mail`],
    ["a shortened user ID", ["Ann", "", "", "1.23457E+15", ""], "a number that a spreadsheet has shortened"],
    ["a long user ID", ["Ann", "", "", "9".repeat(201), ""], "The user ID has 201 characters"],
    ["an invalid visitor ID", ["Ann", "", "", "", "V12"], "“V12” is not a visitor ID"],
    ["too few cells", ["Ann", "a@b.de"], "This row has 2 cells, but the header has 5."],
    ["too many cells", ["Ann", "a@b.de", "", "", "", "x"], "This row has 6 cells, but the header has 5."],
  ])("is refused for %s", (_, cells, reason) => {
    expect(person(...cells)).toEqual(refused(reason));
  });

  it.each([
    ["one invalid e-mail of two", ["Ann", "a@b.de; b@", "", "", ""], "“b@” is not"],
    ["too many e-mails", ["Ann", MANY, "", "", ""], "There are 51 e-mails; at most 50 are allowed."],
    [
      "a shortened user ID",
      ["Ann", "a@b.de", "", "1.2E+15", ""],
      "a number that a spreadsheet has shortened",
    ],
    ["an invalid visitor ID", ["Ann", "a@b.de", "", "", "V12"], "“V12” is not a visitor ID"],
  ])("R17: is imported without %s, and refused if the owner says so", (_, cells, reason) => {
    expect(person(...cells)).toMatchObject({ kind: "read", leftOut: [expect.stringContaining(reason)] });
    expect(strict(...cells)).toEqual(refused(reason));
  });

  it("may end with blank cells beyond the header", () => {
    expect(person("Ann", "a@b.de", "", "", "", "", " ")).toEqual(ok({ name: "Ann", emails: ["a@b.de"] }));
  });

  it("R4: needs nothing else if it has a visitor ID", () => {
    expect(person("", "", "", "", "V0000000000000001")).toEqual(ok({}, "V0000000000000001"));
  });

  it("is either refused with a reason or has valid details, whatever its cells contain", () => {
    const cell = fc.oneof(
      anyText(),
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
      ...ok({}),
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

describe("R17: a value that says that there is none", () => {
  const MAPPING: ImportMapping = ["name", "email", "phone", "organization", "tags", "notes", "user_id"];
  const cells = (...row: string[]) => createRowReader(MAPPING, MAPPING.map(String))({ line: 7, cells: row });
  const SIGNS = [
    ..."N/A|n/a|#N/A|NULL|null|Null|(null)|-|--|–|—|.|...|?|??|*|/|undefined|#REF!|#VALUE!|(blank)|n.a.".split(
      "|",
    ),
  ];
  const WORDS = [
    "none",
    "None",
    "NONE",
    "keine",
    "Unbekannt",
    "k. A.",
    "aucun",
    "ninguna",
    "нет",
    "なし",
    "لا يوجد",
  ];

  it.each([...SIGNS, ...WORDS])("such as %j is blank in every column, and nothing is left out", (sign) => {
    expect(cells("Ann", "a@b.de", sign, sign, sign, "", sign)).toEqual(
      ok({ name: "Ann", emails: ["a@b.de"] }),
    );
    expect(cells("Ann", sign, "+442079460000", sign, sign, "", sign)).toEqual(
      ok({ name: "Ann", phones: ["+442079460000"] }),
    );
    expect(cells(sign, "a@b.de", "", "", "", "", ""), "a name").toEqual(refused("A name is needed."));
    expect(read(["first_name", "last_name", "email"], sign, sign, "a@b.de")).toEqual(
      refused("A name is needed."),
    );
    expect(cells(/\s/.test(sign) ? sign : `${sign} ${sign}`, "a@b.de", "", "", "", "", "")).toEqual(
      refused("A name is needed."),
    );
  });

  it.each(SIGNS)("such as %j is no note either", (sign) => {
    expect(cells("Ann", "a@b.de", "", "", "", sign, "")).toMatchObject({ notes: [] });
  });

  it("is a note if it is a word, and a name beside another name", () => {
    expect(cells("Ann", "a@b.de", "", "", "", "keine", "")).toMatchObject({ notes: ["keine"] });
    const parts: ImportMapping = ["first_name", "last_name", "email"];
    expect(read(parts, "Jennifer", "Null", "j@b.de")).toMatchObject({ details: { name: "Jennifer Null" } });
    expect(read(parts, "Jennifer", "NULL", "j@b.de")).toMatchObject({ details: { name: "Jennifer" } });
    expect(read(parts, "-", "Lee", "j@b.de")).toMatchObject({ details: { name: "Lee" } });
    expect(read(parts, "undefined", "undefined", "j@b.de")).toEqual(refused("A name is needed."));
  });

  it.each(["Nathan", "Na Li", "Nil Armstrong", "Anna Keine", "Ed N/A Smith", "O", "X Æ", "Noname GmbH"])(
    "is not the name %j",
    (name) => {
      expect(cells(name, "a@b.de", "", "", "", "", "")).toMatchObject({ details: { name } });
    },
  );

  it("is an attribute's value if it is one of its choices", () => {
    const plan: Attribute = {
      key: "plan",
      label: "Plan",
      type: "choice",
      choices: ["-", "Gold"],
      position: 0,
    };
    const text: Attribute = { ...plan, key: "text", type: "text", choices: [] };
    const mapping: ImportMapping = ["name", "email", "attribute:plan", "attribute:text"];
    const row = (...own: string[]) =>
      createRowReader(mapping, mapping.map(String), [plan, text])({
        line: 7,
        cells: ["Ann", "a@b.de", ...own],
      });
    expect(row("-", "keine")).toMatchObject({ details: { custom: { plan: "-", text: "keine" } } });
    expect(row("N/A", "N/A")).toMatchObject({ details: { custom: {} }, uncertain: [] });
  });
});

describe("R17: the repairs of the review", () => {
  const MAPPING: ImportMapping = ["name", "email", "phone", "organization", "tags", "user_id"];
  const repaired = (repairs: Partial<RepairOptions>, ...row: string[]) =>
    createRowReader(MAPPING, MAPPING.map(String), [], { ...NO_REPAIRS, ...repairs })({ line: 7, cells: row });
  const phones = (repairs: Partial<RepairOptions>, phone: string) => {
    const row = repaired(repairs, "Ann", "a@b.de", phone, "", "", "");
    return row.kind === "read" ? (row.details.phones ?? []) : null;
  };

  it.each([
    ["DE", "0171 3920020", "+491713920020"],
    ["DE", "030/23125022", "+493023125022"],
    ["DE", "(0171) 392-0020", "+491713920020"],
    ["DE", "491713920020", "+491713920020"],
    ["DE", "+44 20 7946 0000", "+442079460000"],
    ["DE", "0044 20 7946 0000", "+442079460000"],
    ["GB", "020 7946 0018", "+442079460018"],
    ["US", "(555) 010-0110", "+15550100110"],
    ["US", "1-555-010-0110", "+15550100110"],
    ["US", "5550100114.0", "+15550100114"],
    ["US", "011 49 171 3920020", "+491713920020"],
    ["IT", "06 1234567", "+39061234567"],
    ["EG", "٠٢ ٢٧٩٤ ٦٠٠٠", "+20227946000"],
    ["DE", "123", undefined],
    ["DE", "0", undefined],
    ["DE", "030 23125022/23", undefined],
    ["DE", "0171 3920020 ext 5", undefined],
    ["DE", "call 0171 3920020", undefined],
    ["XX", "0171 3920020", undefined],
    [null, "0171 3920020", undefined],
  ])("in %s, the phone %j is %s", (country, phone, expected) => {
    expect(phones({ country }, phone)).toEqual(expected ? [expected] : []);
  });

  it("completes digits that begin with the country's code", () => {
    expect(phones({ plusMissing: true }, "491713920010")).toEqual(["+491713920010"]);
    expect(phones({ plusMissing: true }, "49 171 3920022")).toEqual(["+491713920022"]);
    expect(phones({ plusMissing: true }, "0171 3920022")).toEqual([]);
    expect(phones({ plusMissing: true, country: "DE" }, "0171 3920022")).toEqual(["+491713920022"]);
  });

  it.each([
    ["+49 171 3920011; +49 171 3920012", ["+491713920011", "+491713920012"]],
    ["+49 171 3920013 / +49 171 3920014", ["+491713920013", "+491713920014"]],
    ["+49 171 3920013 or 0049 171 3920014", ["+491713920013", "+491713920014"]],
    ["+49 171 3920013 | +49 171 3920014", ["+491713920013", "+491713920014"]],
    ["+49 171 3920019 (mobile)", ["+491713920019"]],
    ["+49 171 3920031 :: work", ["+491713920031"]],
  ])("reads the phones %j", (cell, expected) => {
    expect(phones({}, cell)).toEqual(expected);
  });

  it.each([
    ["Karl <l@x.example>", ["l@x.example"]],
    ["<k@x.example>", ["k@x.example"]],
    ["mailto:m@x.example", ["m@x.example"]],
    ["s@x.example (work)", ["s@x.example"]],
    ["i@x.example j@x.example", ["i@x.example", "j@x.example"]],
    ["x@x.example|y@x.example", ["x@x.example", "y@x.example"]],
    ["o@x.example.", ["o@x.example"]],
    ["m(at)x.example", undefined],
    ["v@@x.example", undefined],
    ["t @x.example", undefined],
  ])("reads the e-mails %j", (cell, expected) => {
    const row = repaired({}, "Ann", cell, "+4420", "", "", "");
    expect(row).toMatchObject({ details: expected ? { emails: expected } : { phones: ["+4420"] } });
    expect(row.kind === "read" && row.leftOut.length).toBe(expected ? 0 : 1);
  });

  it.each([
    [["", "anna.berg@x.example", "", "", "", ""], "Anna Berg"],
    [["-", "anna_maria-berg82+news@x.example", "", "", "", ""], "Anna Maria Berg"],
    [["", "b@x.example", "", "Acme", "", ""], "B"],
    [["", "4711@x.example", "", "", "", ""], "4711"],
    [["", "", "+442079460000", "Acme", "", ""], "Acme"],
    [["", "", "+442079460000", "", "", ""], "+442079460000"],
    [["", "", "", "", "", "K-77"], "K-77"],
    [["Full", "full@x.example", "", "", "", ""], "Full"],
  ])("takes a missing name of %j from the e-mail: %s", (cells, name) => {
    expect(repaired({ nameFromEmail: true }, ...cells)).toMatchObject({
      details: { name },
      isNameDerived: name !== "Full",
    });
  });

  it("splits tags at the separator that the owner names, beside the usual ones", () => {
    const tags = (tagSeparator: RepairOptions["tagSeparator"], cell: string) =>
      repaired({ tagSeparator }, "Ann", "a@b.de", "", "", cell, "");
    expect(tags("|", "VIP|Blog; new")).toMatchObject({ tags: ["VIP", "Blog", "new"] });
    expect(tags("/", "VIP / Blog")).toMatchObject({ tags: ["VIP", "Blog"] });
    expect(tags(" ", "vip blog")).toMatchObject({ tags: ["vip", "blog"] });
    expect(tags(null, "VIP|Blog")).toMatchObject({ tags: ["VIP|Blog"] });
  });
});

describe("R17: a person", () => {
  it("is never lost for a cell, as long as one cell identifies them", () => {
    const mapping: ImportMapping = [
      "name",
      "email",
      "phone",
      "user_id",
      "organization",
      "tags",
      "notes",
      "email",
    ];
    const identifiers = ["ann@example.com", "+442079460000", "K-77"];
    const noise = fc.oneof(
      anyText({ maxLength: 20 }),
      fc.constantFrom("N/A", "-", "#REF!", "call me", "1.2E+11", "x".repeat(300), "a@", "020 7946"),
    );
    const known = fc.tuple(fc.nat(2), fc.array(noise, { minLength: 7, maxLength: 7 }));
    fc.assert(
      fc.property(known, ([at, cells]) => {
        const row = ["Ann", ...cells].map((cell, index) =>
          index === at + 1 ? (identifiers[at] ?? "") : cell,
        );
        expect(read(mapping, ...row)).toMatchObject({ kind: "read", details: { name: "Ann" } });
      }),
    );
  });
});
