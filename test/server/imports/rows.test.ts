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

describe("R7: a name in several columns", () => {
  it.each([
    ["", "伟", "王", "", "王伟"],
    ["", "하늘", "김", "", "김하늘"],
    ["", "健太", "佐藤", "", "佐藤 健太"],
    ["", "さくら", "小林", "", "小林 さくら"],
    ["", "Wei", "Wang", "", "Wei Wang"],
    ["", "健太", "Sato", "", "健太 Sato"],
    ["Herr Dr.", "Jörg", "Lo", "", "Dr. Jörg Lo"],
    ["Firma", "", "Süß", "", "Süß"],
    ["", "", "van der Heijden, Daniël", "", "Daniël van der Heijden"],
    ["", "", "dos Santos, Inês", "", "Inês dos Santos"],
    ["", "", "bin Salman, Fahd", "", "Fahd bin Salman"],
    ["", "", "Dalla Costa, Lucia", "", "Lucia Dalla Costa"],
    ["", "", "'t Hart, Koen", "", "Koen 't Hart"],
    ["", "", "Lo Ltd, London", "", "Lo Ltd, London"],
    ["", "Ana", "García", "López", "Ana García López"],
  ])("%s, %s, %s, %s is %s", (prefix, first, last, suffix, name) => {
    const mapping: ImportMapping = ["name_prefix", "first_name", "last_name", "name_suffix", "email"];
    expect(read(mapping, prefix, first, last, suffix, "a@b.de")).toMatchObject({ details: { name } });
  });

  it.each(["hane***", "1234•••", "**"])("%s is no user ID, because many people may have it", (id) => {
    const row = person("Ann", "a@b.de", "", id, "");
    expect(row).toMatchObject({ details: { name: "Ann", emails: ["a@b.de"] } });
    expect(row).not.toHaveProperty("details.userId");
  });
});

describe("R7: phones as people in other countries write them", () => {
  const PHONES = `
US (415) 555-2671 = +14155552671 | US 1-415-555-2671 = +14155552671 | US 011 49 171 5550110 = +491715550110
US 1 (800) FLOWERS = | US 415-555-2671 x12 = | US +1 415 555 2671 ext 5 =
GB 020 7946 0958 = +442079460958 | GB 00 44 20 7946 0958 = +442079460958 | GB 44 20 7946 0958 = +442079460958
DE 0171/555 01 10 = +491715550110 | DE 0049(0)171-5550110 = +491715550110 | DE + 49 171 5550110 = +491715550110
DE +0049 171 5550110 = +491715550110 | DE ++49 171 5550110 = | DE +49/171/5550110 = +491715550110
DE Tel.: 0171 5550110 = +491715550110 | DE Mobil: 0171 5550110 = +491715550110 | DE Handy 0171 5550110 = +491715550110
DE T +49 171 5550110 = +491715550110 | DE p:+491715550110 = +491715550110 | DE ☎ +49 171 5550110 = +491715550110
DE Fax: 0171 5550110 = | DE Telefax: 0171 5550110 = | DE Telefon: 0171 5550110 = +491715550110 | RU тел.: 8 916 123-45-67 = +79161234567 | DE 030 1234567 DW 12 = | DE 0171 5550110 (privat) = +491715550110
DE 4,91715E+11 = | DE 491715550110.0 = +491715550110 | DE 0000011 = | DE 00340434111111111111 =
DE 0171 5550110 / 0172 5550111 = +491715550110 +491725550111 | DE 0171 5550110 oder 0172 5550111 = +491715550110 +491725550111
DE +49 171 5550110 / +49 172 5550111 = +491715550110 +491725550111 | DE 0171 5550110, 0172 5550111 = +491715550110 +491725550111
DE Phone:(0171) 5550110 Mobile:0172 5550111 = +491715550110 +491725550111
AT 01 5550110 = +4315550110 | AT +43 (0)1 5550110 = +4315550110 | CH 044 555 01 10 = +41445550110 | CH +41 (0)44 555 01 10 = +41445550110
FR 06.12.34.56.78 = +33612345678 | FR +33 (0)6 12 34 56 78 = +33612345678 | FR 01 23 45 67 89 poste 12 = | ES 912 345 678 = +34912345678
ES 912345678 int. 12 = | IT 06 1234 5678 = +390612345678 | IT 333 1234567 = +393331234567 | NL 06-12345678 = +31612345678
BE 0470 12 34 56 = +32470123456 | PL 601 234 567 = +48601234567 | PL 22 555 01 10 wew. 12 = | CZ 601 234 567 = +420601234567
SK 0905 123 456 = +421905123456 | HU 06 20 123 4567 = +36201234567 | RO 0712 345 678 = +40712345678 | BG 088 812 3456 = +359888123456
GR 210 123 4567 = +302101234567 | TR 0 (532) 123 45 67 = +905321234567 | TR 0212 555 01 10 dahili 12 = | RU 8 (916) 123-45-67 = +79161234567
RU 8 495 123-45-67 доб. 12 = | UA 067 123 45 67 = +380671234567 | SE 070-123 45 67 = +46701234567 | NO 955 50 110 = +4795550110
DK 55 50 11 01 = +4555501101 | FI 040 123 4567 = +358401234567 | IL +972-(0)52-1234567 = +972521234567 | SA ٠٥٠١٢٣٤٥٦٧ = +966501234567
AE 050 123 4567 = +971501234567 | IR ۰۹۱۲۱۲۳۴۵۶۷ = +989121234567 | IN ९८७६५४३२१० = +919876543210 | IN 098765 43210 = +919876543210
JP ０９０－１２３４－５６７８ = +819012345678 | JP 03(1234)5678 = +81312345678 | JP 03-1234-5678 内線12 = | KR 010-1234-5678 = +821012345678
CN 138 0013 8000 = +8613800138000 | CN 010-61234567转12 = | BR (11) 91234-5678 = +5511912345678 | BR +55 (0xx11) 91234-5678 =
MX 55 1234 5678 = +525512345678 | AU 0412 345 678 = +61412345678 | AU 0011 49 171 5550110 = +491715550110 | NZ 021 123 4567 = +64211234567 | ZA 082 123 4567 = +27821234567
NG 0803 123 4567 = +2348031234567 | PT 912 345 678 = +351912345678 | IE 087 123 4567 = +353871234567 | SG 9123 4567 = +6591234567`;
  const CASES = PHONES.split(/[|\n]/)
    .filter((line) => line.trim())
    .map((line) => /^ ?(..) (.*) = ?(.*)$/.exec(line.trimEnd()))
    .map((match) => [match?.[1] ?? "", match?.[2] ?? "", match?.[3] ?? ""] as const);

  it.each(CASES)("in %s, %s is %s", (country, cell, phones) => {
    const repairs = { ...NO_REPAIRS, country };
    const mapping: ImportMapping = ["name", "email", "phone"];
    const row = createRowReader(
      mapping,
      mapping.map(String),
      [],
      repairs,
    )({
      line: 7,
      cells: ["Ann", "a@b.de", cell],
    });
    expect(row).toMatchObject({ kind: "read" });
    expect(row.kind === "read" && (row.details.phones ?? []).join(" ")).toBe(phones.trim());
  });
});
