import { describe, expect, it } from "vitest";
import { cellKind } from "../../../server/imports/columns/cell-kinds.ts";
import { findHeaderLine } from "../../../server/imports/columns/find-header.ts";
import { matchColumns } from "../../../server/imports/columns/match-columns.ts";

/** The fields of a file's columns; blank: not imported. */
function fieldsOf(header: string, ...rows: string[]): string {
  const { mapping } = matchColumns(
    header.split("|"),
    [],
    rows.map((row) => row.split("|")),
  );
  return mapping.map((field) => field ?? "").join("|");
}

describe("R16: a column is known by a word of its name, if its cells agree", () => {
  it.each([
    ["Telefon w samochodzie", "+48 22 555 01 10", "phone"],
    ["Główny telefon do firmy", "", "phone"],
    ["Jiný telefon (chata)", "+420 224 555 011", "phone"],
    ["Телефон для связи", "8 916 555-01-11", "phone"],
    ["Telefono del portiere", "06 555 0110", "phone"],
    ["Número de WhatsApp (con código de país)", "", ""],
    ["WhatsApp", "+34 600 555 110", "phone"],
    ["Telefon 2 (Lager)", "0381 5550110", "phone"],
    ["Telefon Status", "+49 381 5550110", ""],
    ["Telefon der Assistentin Assistent", "+49 381 5550110", ""],
    ["E-Mail der Buchhaltung", "rechnung@ray.example", "email"],
    ["E-Mail Kontingent", "0.1 GB", ""],
    ["Typ e-mailu", "SMTP", ""],
    ["Zobrazované jméno e-mailu", "Jiří Dvořák", ""],
    ["电子邮件显示名称", "王伟", ""],
    ["電子メール 2 アドレス", "sato@sakura.example", "email"],
    ["商务电话 2", "+86 10 5555 0110", "phone"],
    ["Комментарии менеджера", "Ждёт прайс", "notes"],
    ["Vorname des Mitglieds", "Ulla", "name"],
    ["Vorname des Mitglieds", "2024-01-05", ""],
    ["郵便番号", "100-0001", ""],
    ["배송메세지", "문 앞에 놓아주세요", ""],
  ])("%s with %j is %s", (header, cell, field) => {
    // a first name alone is taken for the whole one
    expect(fieldsOf(`${header}|X`, `${cell}|1`, `${cell}|2`).replace("first_name", "name")).toBe(`${field}|`);
  });

  it.each([
    ["Vorname Kontakt XY|Vorname|E-Mail", "Ida|Ann|ann@b.example", "|first_name|email"],
    ["Firma der Eltern XY|Firma|E-Mail|Name", "Ray|Lo|ann@b.example|Ann", "|organization|email|name"],
  ])("%s: the column that is certain is preferred", (header, row, fields) => {
    expect(fieldsOf(header, row, row)).toBe(fields);
  });
});

describe("R16: of a row that tells of several people, one is imported", () => {
  it.each([
    [
      "a booking",
      "User Email|Invitee Name|Invitee Email",
      "me@firm.example|Lars Ohm|lars@ohm.example",
      "|name|email",
    ],
    [
      "an attendee",
      "First Name|Surname|Email|Buyer Email",
      "Nia|Lo|nia@lo.example|huw@lo.example",
      "first_name|last_name|email|",
    ],
    [
      "an order",
      "Ship To Name|Ship To Phone|Buyer Name|Buyer Email|Buyer Phone",
      "Ida Lo|+45 55501101|Ann Ray|ann@ray.example|+45 55501102",
      "||name|email|phone",
    ],
    [
      "a parcel",
      "Empfänger Name 1|Empfänger E-Mail|Absender Name 1|Absender E-Mail",
      "Rita Lo|rita@lo.example|Laden|me@firm.example",
      "name|email||",
    ],
    [
      "a payment",
      "Name|From Email Address|To Email Address",
      "Ann|ann@b.example|me@firm.example",
      "name|email|",
    ],
    [
      "an order in Korean",
      "수취인명|수취인연락처1|구매자명|구매자연락처",
      "이구름|010-5555-0112|박바다|010-5555-0111",
      "||name|phone",
    ],
    [
      "an order in Japanese",
      "送付先氏名|送付先電話番号|注文者名（姓）|注文者名（名）|注文者電話番号",
      "林|03-5555-0112|伊藤|葵|03-5555-0110",
      "||last_name|first_name|phone",
    ],
    [
      "a user's account",
      "user_email|first_name|last_name|billing_email",
      "p@b.example|Pia|Pan|q@b.example",
      "email|first_name|last_name|email",
    ],
  ])("%s", (_, header, row, fields) => {
    expect(fieldsOf(header, row, row)).toBe(fields);
  });
});

describe("R17: no part of a name is lost", () => {
  it.each([
    ["Anrede|Titel|Vorname|Nachname", "Frau|Dr.|Ida|Lo", "name_prefix|name_prefix|first_name|last_name"],
    ["Salutation|First Name|Last Name|Title", "Ms.|Ida|Lo|", "name_prefix|first_name|last_name|"],
    ["Nom|Cognoms|Correu", "Núria|Puig|n@puig.example", "first_name|last_name|email"],
    ["Nom|Prénom|Courriel", "Puig|Núria|n@puig.example", "last_name|first_name|email"],
    ["Име|Презиме|Имејл", "Ана|Петровић|ana@b.example", "first_name|last_name|email"],
    [
      "Име|Презиме|Фамилия|Имейл",
      "Ана|Иванова|Петрова|ana@b.example",
      "first_name|middle_name|last_name|email",
    ],
    [
      "*ContactName|FirstName|LastName|EmailAddress",
      "Marlow Ltd|Gavin|Marlow|g@m.example",
      "organization|first_name|last_name|email",
    ],
    ["Name|Vorname|Firma", "Marlow|Gavin|Marlow Ltd", "last_name|first_name|organization"],
    ["Customer full name|Full name|Email", "Harper & Lane|Jo Harper|jo@lane.example", "|name|email"],
    ["Имя клиента|Email", "Юрий Яхонтов|y@b.example", "name|email"],
  ])("%s", (header, row, fields) => {
    expect(fieldsOf(header, row, row)).toBe(fields);
  });
});

describe("R16: the header is found", () => {
  const lineOf = (...rows: string[]) =>
    findHeaderLine(rows.map((row, at) => ({ line: at + 1, cells: row.split("|") })));

  it.each([
    [1, ["Name|E-Mail|Telefon", "Ann|a@b.example|"]],
    [
      3,
      [
        "Notes:",
        "When exporting, some e-mails may be missing.",
        "First Name|Last Name|Email Address",
        "Ann|Lo|a@b.example",
      ],
    ],
    [
      2,
      [
        "EXTF|700|16|Debitoren|5|x|RE",
        "Konto|Name|Vorname|Telefon|E-Mail|Fax|Ort",
        "1|Lo|Ann||a@b.example||Ulm",
      ],
    ],
    [
      4,
      [
        "Report",
        "Topic|Webinar ID",
        "News|911",
        "Attended|First Name|Last Name|Email",
        "Yes|Ann|Lo|a@b.example",
      ],
    ],
    [3, ["Customer Contact List|||", "|||", "Customer|Phone|Email|Company", "Ann||a@b.example|Lo"]],
    [null, ["Ann|a@b.example|0171 5550110", "Bob|b@b.example|"]],
  ])("in line %s", (line, rows) => {
    expect(lineOf(...rows)).toBe(line);
  });
});

describe("R16: what looks like a phone is none", () => {
  it.each([
    "000000011",
    "00340434111111111111",
    "100-0001",
    "01001-000",
    "94601-1234",
    "123-45-6789",
    "123.456.789-09",
    "192.0.2.11",
    "302-1111111-2222222",
    "2024-01-05",
  ])("%s", (cell) => {
    expect(cellKind(cell)).not.toBe("phone");
  });

  it.each([
    "0049 171 5550110",
    "+49 (0)171 5550110",
    "0381 5550110",
    "(0381) 5550110",
    "06-12345678",
    "p:+4917155501100",
  ])("%s is one", (cell) => {
    expect(cellKind(cell)).toBe("phone");
  });
});
