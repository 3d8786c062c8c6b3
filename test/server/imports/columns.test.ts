import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attributeHeaders } from "../../../server/imports/columns/attribute-columns.ts";
import {
  checkMapping,
  matchColumns,
  unmappedHeaders,
} from "../../../server/imports/columns/match-columns.ts";
import type { Attribute } from "../../../shared/crm.ts";

const attribute = (key: string, label: string): Attribute => ({
  key,
  label,
  type: "text",
  choices: [],
  position: 0,
});

/** The fields of the recognised columns by header, and the preset. */
function matched(headers: string) {
  const list = headers.split(",");
  const { mapping, preset } = matchColumns(list);
  return {
    preset,
    fields: Object.fromEntries(list.flatMap((header, at) => (mapping[at] ? [[header, mapping[at]]] : []))),
  };
}

describe("R16: matchColumns maps columns by name", () => {
  it.each([
    ["Name", "name"],
    ["  FULL NAME ", "name"],
    ["fullName", "name"],
    ["* Name", "name"],
    ["E-mail", "email"],
    ["EMail", "email"],
    ["e_mail_address", "email"],
    ["Email 2", "email"],
    ["Email (work)", "email"],
    ["E-Mail-Adresse", "email"],
    ["Adresse e-mail", "email"],
    ["Phone Number", "phone"],
    ["phone_number", "phone"],
    ["Téléphone", "phone"],
    ["Telefon (geschäftlich)", "phone"],
    ["Mobile", "phone"],
    ["رقم الهاتف", "phone"],
    ["userId", "user_id"],
    ["User ID", "user_id"],
    ["Kundennummer", "user_id"],
    ["Visitor ID", "visitor_id"],
    ["Company", "organization"],
    ["Company name", "organization"],
    ["Organisation", "organization"],
    ["company_name", "organization"],
    ["Firma", "organization"],
    ["Société", "organization"],
    ["الشركة", "organization"],
    ["Tags", "tags"],
    ["Labels", "tags"],
    ["Étiquettes", "tags"],
    ["Schlagwörter", "tags"],
    ["Notes", "notes"],
    ["Notizen", "notes"],
    ["Comments", "notes"],
    ["ملاحظات", "notes"],
    ["Job title", null],
    ["E-mail 1 - Label", null],
    ["", null],
    ["constructor", null],
    ["__proto__", null],
  ])("%j is %s", (header, field) => {
    expect(matchColumns([header]).mapping).toEqual([field]);
  });

  it("maps first and last name in any order, and only the full name if there is one", () => {
    expect(matchColumns(["Nachname", "Vorname"]).mapping).toEqual(["last_name", "first_name"]);
    expect(matchColumns(["First Name", "Last Name", "Name"]).mapping).toEqual([null, null, "name"]);
    expect(matchColumns(["Nom", "Courriel"]).mapping).toEqual(["name", "email"]);
  });

  it("maps all columns of e-mails and phones, and only the first of every other field", () => {
    expect(matchColumns(["Name", "Email", "Email", "Mobile", "Phone", "Name"]).mapping).toEqual([
      "name",
      "email",
      "email",
      "phone",
      "phone",
      null,
    ]);
  });
});

describe("R16: an attribute's column", () => {
  const plan = attribute("plan", "Plan");
  const size = attribute("shoe_size", "Schuhgröße");

  it("is recognised by the attribute's label or key", () => {
    const headers = ["plan", "SCHUHGRÖßE", "shoe size", "Shoe-Size", "Plans"];
    for (const [at, key] of ["plan", "shoe_size", "shoe_size", "shoe_size", null].entries())
      expect(matchColumns([headers[at] ?? ""], [plan, size]).mapping).toEqual([key && `attribute:${key}`]);
    expect(matchColumns(["Plan", "plan"], [plan]).mapping).toEqual(["attribute:plan", null]);
  });

  it("is not recognised by the name of another field, or of two attributes", () => {
    const attributes = [attribute("tel", "Phone"), attribute("a", "Age"), attribute("b", "age")];
    expect(matchColumns(["Phone", "Age"], attributes).mapping).toEqual(["phone", null]);
  });

  it("R19: has the label as its header in an export, with the key where the label alone is ambiguous", () => {
    const labels = [
      "Plan",
      "Age",
      "Age",
      "Phone",
      "a@b.de",
      "🎂",
      "🎂",
      "=cmd",
      "a (a)",
      "a",
      "a",
      "+4420 7946",
    ];
    const attributes = labels.map((label, at) => attribute("abcdefghijkl"[at] ?? "", label));
    const headers = attributeHeaders(attributes);
    expect(headers).toEqual([
      "Plan",
      "Age (b)",
      "Age (c)",
      "Phone (d)",
      "a@b.de (e)",
      "🎂 (f)",
      "🎂 (g)",
      "=cmd",
      "a (a)",
      "a (j)",
      "a (k)",
      "+4420 7946 (l)",
    ]);
    expect(matchColumns(headers, attributes).mapping).toEqual(
      attributes.map(({ key }) => `attribute:${key}`),
    );
  });

  it("R19: has a unique header in an export, whatever the labels are", () => {
    const label = fc.constantFrom(
      "a",
      "A",
      "a (a)",
      "A (b)",
      "a (a) (a)",
      "Name",
      "name (a)",
      "🎂",
      "x",
      "tag",
    );
    fc.assert(
      fc.property(fc.array(label, { maxLength: 6 }), (labels) => {
        const attributes = labels.map((one, at) => attribute("abcdef"[at] ?? "", one));
        const headers = attributeHeaders(attributes);
        expect(new Set(headers).size).toBe(labels.length);
        expect(matchColumns(headers, attributes).mapping).toEqual(
          attributes.map(({ key }) => `attribute:${key}`),
        );
      }),
    );
  });
});

describe("R16: matchColumns recognises the exports of other programs", () => {
  it.each([
    [
      "tawk",
      "name,email,phone,userId,jobTitle,organization,tags,createdOn",
      {
        name: "name",
        email: "email",
        phone: "phone",
        userId: "user_id",
        organization: "organization",
        tags: "tags",
      },
    ],
    [
      "chatwoot",
      "id,name,email,identifier,phone_number,company_name,city,labels",
      {
        name: "name",
        email: "email",
        identifier: "user_id",
        phone_number: "phone",
        company_name: "organization",
        labels: "tags",
      },
    ],
    ["chatwoot", "id,name,email,phone_number", { name: "name", email: "email", phone_number: "phone" }],
    [
      "intercom",
      "Name,Owner,Email,Phone,User ID,First seen,Signed up,Last seen,City,Company name,Tag",
      {
        Name: "name",
        Email: "email",
        Phone: "phone",
        "User ID": "user_id",
        "Company name": "organization",
        Tag: "tags",
      },
    ],
    [
      "hubspot",
      "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Company name,Associated Company",
      {
        "First Name": "first_name",
        "Last Name": "last_name",
        Email: "email",
        "Phone Number": "phone",
        "Company name": "organization",
        "Associated Company": "organization",
      },
    ],
    [
      "google",
      "First Name,Middle Name,Last Name,Nickname,File As,Organization Name,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value",
      {
        "First Name": "first_name",
        "Middle Name": "middle_name",
        "Last Name": "last_name",
        "Organization Name": "organization",
        Notes: "notes",
        Labels: "tags",
        "E-mail 1 - Value": "email",
        "E-mail 2 - Value": "email",
        "Phone 1 - Value": "phone",
      },
    ],
    [
      "google",
      "Name,Given Name,Additional Name,Family Name,Yomi Name,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Group Membership,Organization 1 - Name",
      {
        Name: "name",
        "E-mail 1 - Value": "email",
        "Phone 1 - Value": "phone",
        "Group Membership": "tags",
        "Organization 1 - Name": "organization",
      },
    ],
    [
      "foyer",
      "Visitor ID,User ID,Name,E-mails,Phones,Organizations,Tags,Notes",
      {
        "Visitor ID": "visitor_id",
        "User ID": "user_id",
        Name: "name",
        "E-mails": "email",
        Phones: "phone",
        Organizations: "organization",
        Tags: "tags",
        Notes: "notes",
      },
    ],
  ])("%s: %s", (preset, headers, fields) => {
    expect(matched(headers)).toEqual({ preset, fields });
  });

  it.each([
    "Kunde,Ort,Telefon",
    "Name,Email,Phone,User ID,Organization,Tags,Notes",
    "id,name,email,phone_number,balance",
    "Record ID,First Name,Last Name,Email",
  ])("and no program for another spreadsheet: %s", (headers) => {
    expect(matched(headers).preset).toBeNull();
  });
});

describe("R16: a mapping", () => {
  it("is checked, with an error message", () => {
    expect(checkMapping(["name", "email"], 2)).toBeNull();
    expect(checkMapping(["last_name", null, "phone", "phone"], 4)).toBeNull();
    expect(checkMapping(["name"], 2)).toBe("The file has 2 columns, but 1 were mapped.");
    expect(checkMapping(["name", "name", "email"], 3)).toBe("Only one column can be the name.");
    expect(checkMapping(["name", "email", "tags", "tags", "notes", "notes", "organization"], 7)).toBeNull();
    expect(checkMapping(["name", "email", "attribute:plan"], 3, [attribute("plan", "Plan")])).toBeNull();
    expect(checkMapping(["name", "email", "attribute:plan"], 3)).toBe(
      "There is no attribute “plan”. Perhaps it was deleted.",
    );
    expect(
      checkMapping(["name", "email", "attribute:plan", "attribute:plan"], 4, [attribute("plan", "Plan")]),
    ).toBe("Only one column can be the “Plan”.");
    expect(checkMapping(["email", null], 2)).toContain("A column for the name is required");
    expect(checkMapping(["name", null], 2)).toContain(
      "A column for the e-mail, the phone or the user ID is required",
    );
  });

  it("names the unmapped columns, those without a name by their number", () => {
    expect(unmappedHeaders(["Name", "Birthday", " "], ["name", null, null])).toEqual([
      "Birthday",
      "Column 3",
    ]);
  });
});
