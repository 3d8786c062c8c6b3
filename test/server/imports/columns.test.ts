import { describe, expect, it } from "vitest";
import { mappingFault, matchColumns, notImported } from "../../../server/imports/columns.ts";

/** The columns that were recognised, by header. */
function matched(headers: string) {
  const list = headers.split(",");
  const { mapping, preset } = matchColumns(list);
  return {
    preset,
    fields: Object.fromEntries(list.flatMap((header, at) => (mapping[at] ? [[header, mapping[at]]] : []))),
  };
}

describe("R16: columns are matched by name", () => {
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
    ["Notes", null],
    ["", null],
    ["constructor", null],
    ["__proto__", null],
  ])("%j is %s", (header, field) => {
    expect(matchColumns([header]).mapping).toEqual([field]);
  });

  it("first and last name, in any order; with the whole name beside them, that one counts", () => {
    expect(matchColumns(["Nachname", "Vorname"]).mapping).toEqual(["last_name", "first_name"]);
    expect(matchColumns(["First Name", "Last Name", "Name"]).mapping).toEqual([null, null, "name"]);
    expect(matchColumns(["Nom", "Courriel"]).mapping).toEqual(["name", "email"]);
  });

  it("several e-mails and phones count, of everything else only the first", () => {
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

describe("R16: the exports of other programs are recognised", () => {
  it.each([
    [
      "tawk",
      "Name,Email,Phone,User ID,Organization,Tags,Notes",
      { Name: "name", Email: "email", Phone: "phone", "User ID": "user_id" },
    ],
    [
      "chatwoot",
      "id,name,email,identifier,phone_number,company_name,city",
      { name: "name", email: "email", identifier: "user_id", phone_number: "phone" },
    ],
    ["chatwoot", "id,name,email,phone_number", { name: "name", email: "email", phone_number: "phone" }],
    [
      "intercom",
      "Name,Owner,Email,Phone,User ID,First seen,Signed up,Last seen,City,Tag",
      { Name: "name", Email: "email", Phone: "phone", "User ID": "user_id" },
    ],
    [
      "hubspot",
      "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Associated Company",
      { "First Name": "first_name", "Last Name": "last_name", Email: "email", "Phone Number": "phone" },
    ],
    [
      "google",
      "First Name,Middle Name,Last Name,Nickname,File As,Organization Name,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value",
      {
        "First Name": "first_name",
        "Last Name": "last_name",
        "E-mail 1 - Value": "email",
        "E-mail 2 - Value": "email",
        "Phone 1 - Value": "phone",
      },
    ],
    [
      "google",
      "Name,Given Name,Additional Name,Family Name,Yomi Name,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name",
      { Name: "name", "E-mail 1 - Value": "email", "Phone 1 - Value": "phone" },
    ],
    [
      "foyer",
      "Visitor ID,User ID,Name,E-mails,Phones",
      { "Visitor ID": "visitor_id", "User ID": "user_id", Name: "name", "E-mails": "email", Phones: "phone" },
    ],
  ])("%s: %s", (preset, headers, fields) => {
    expect(matched(headers)).toEqual({ preset, fields });
  });

  it("and a spreadsheet of one's own is none of them", () => {
    expect(matched("Kunde,Ort,Telefon").preset).toBeNull();
  });
});

describe("R16: a mapping", () => {
  it("that can't be used is refused in words", () => {
    expect(mappingFault(["name", "email"], 2)).toBeNull();
    expect(mappingFault(["last_name", null, "phone", "phone"], 4)).toBeNull();
    expect(mappingFault(["name"], 2)).toBe("The file has 2 columns, but 1 were given a meaning.");
    expect(mappingFault(["name", "name", "email"], 3)).toBe("Two columns cannot both be the name.");
    expect(mappingFault(["email", null], 2)).toContain("No column is the name");
    expect(mappingFault(["name", null], 2)).toContain("No column is an e-mail, a phone or a user ID");
  });

  it("names the columns that it leaves out, those without a name by their number", () => {
    expect(notImported(["Name", "Birthday", " "], ["name", null, null])).toEqual(["Birthday", "Column 3"]);
  });
});
