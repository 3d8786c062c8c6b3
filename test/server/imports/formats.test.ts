import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { writeOds } from "hucre/ods";
import { writeXlsx } from "hucre/xlsx";
import iconv from "iconv-lite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeReading, detectReading, openTable } from "../../../server/imports/formats/open-file.ts";
import { unpackGzip } from "../../../server/imports/formats/unpack-gzip.ts";
import type { ReadOptions } from "../../../shared/read-options.ts";

const MB = 1024 * 1024;
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "foyer-formats-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

let made = 0;
const fileOf = (bytes: Uint8Array | string) => {
  const path = join(folder, String(++made));
  writeFileSync(path, bytes);
  return path;
};

/** The reading of a file and all its rows, as it is read without corrections or with some. */
async function read(bytes: Uint8Array | string, change: Partial<ReadOptions> = {}) {
  const path = fileOf(bytes);
  const detected = await detectReading(path);
  const reading = await changeReading(path, detected, { ...detected.options, ...change });
  const table = await openTable(path, reading);
  const rows: string[][] = [];
  for await (const batch of table.rows) rows.push(...batch.map(({ cells }) => [...cells]));
  return { detected, header: [...table.header.cells], rows };
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "read",
    (error: { code?: string }) => error.code,
  );

const SHEETS = [
  {
    name: "People",
    rows: [
      ["Name", "E-mail", "Born", "ID", "Active"],
      ["Ada Lo", "ada@lo.example", new Date("1815-12-10"), 491713920010, true],
      [null, null, null, null, null],
      ["Bob", "bob@lo.example", null, "0012", null],
    ],
  },
  {
    name: "Firms",
    rows: [
      ["Name", "Phone"],
      ["Lo Ltd", "+493023125050"],
    ],
  },
];
const PEOPLE = [
  ["Ada Lo", "ada@lo.example", "1815-12-10", "491713920010", "true"],
  ["Bob", "bob@lo.example", "", "0012", ""],
];

describe.each([
  ["xlsx", () => writeXlsx({ sheets: SHEETS })],
  ["ods", () => writeOds({ sheets: SHEETS })],
])("R16: a workbook (.%s)", (format, write) => {
  it("is read from its first sheet, with dates and long numbers as they are written", async () => {
    const { detected, header, rows } = await read(await write());
    expect(detected).toMatchObject({
      format,
      sheets: ["People", "Firms"],
      options: { encoding: null, delimiter: null, headerLine: 1, sheet: "People" },
    });
    expect(header).toEqual(["Name", "E-mail", "Born", "ID", "Active"]);
    expect(rows).toEqual(PEOPLE);
  });

  it("is read from another sheet if the owner chooses it", async () => {
    expect((await read(await write(), { sheet: "Firms" })).rows).toEqual([["Lo Ltd", "+493023125050"]]);
    expect(await codeOf(read(await write(), { sheet: "Nothing" }))).toBe("csv_no_sheet");
  });

  it("that is damaged is refused", async () => {
    const bytes = Buffer.from(await write());
    expect(await codeOf(read(bytes.subarray(0, bytes.length - 200)))).toBe("csv_workbook");
    const garbled = Buffer.from(bytes);
    garbled.fill(0x41, 60, 400);
    expect(await codeOf(read(garbled))).toMatch(/^csv_/);
  });

  it.each([
    ["more than it may unpack to", 0x3fff_ffff, "csv_too_large"],
    ["nothing, although it is compressed", 0, "csv_workbook"],
  ])("whose directory says that it unpacks to %s is refused before it is unpacked", async (_, size, code) => {
    const bytes = Buffer.from(await write());
    const entry = bytes.lastIndexOf(Buffer.from("504b0102", "hex"));
    bytes.writeUInt32LE(size, entry + 24);
    expect(await codeOf(read(bytes))).toBe(code);
  });
});

describe("R16: other formats", () => {
  it("that are archives of something else are refused", async () => {
    const empty = Buffer.concat([Buffer.from("504b0506", "hex"), Buffer.alloc(18)]);
    expect(await codeOf(read(empty))).toBe("csv_not_text");
  });

  it.each([
    ["[]", "csv_json"],
    ['[{"a":', "csv_json"],
    ['{"a": [1, 2]}', "csv_json"],
    [`[{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}]`, "csv_empty"],
  ])("JSON that is no list of contacts is refused: %.20s", async (text, code) => {
    expect(await codeOf(read(text))).toMatch(new RegExp(`${code}|csv_json|csv_no_rows`));
  });

  it("a card without an end, or with one endless property, takes no more memory than a short one", async () => {
    const card = (extra: string) => `BEGIN:VCARD\nFN:Ada\n${extra}\nEMAIL:a@b.example\nEND:VCARD\n`;
    const photo = `PHOTO;ENCODING=b:${"A".repeat(2 * MB)}`;
    const { header, rows } = await read(
      `${card(photo)}${card(`NOTE:${"x".repeat(MB)}`)}BEGIN:VCARD\nFN:Half\n`,
    );
    const at = header.indexOf("E-mails");
    expect(rows.map((cells) => cells[at])).toEqual(["a@b.example", "a@b.example"]);
  });

  it("a page without a table is refused, and entities of a document type are not loaded", async () => {
    expect(await codeOf(read("<html><body>Sign in</body></html>"))).toBe("csv_html");
    const page =
      '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><table><tr><td>Name</td><td>E-mail</td></tr><tr><td>&x;</td><td>a@b.example</td></tr></table>';
    expect(JSON.stringify((await read(page)).rows)).not.toContain("root:");
  });
});

describe("R16: a compressed file", () => {
  const CSV = "Name,E-mail\nAda,ada@lo.example\n";

  it("is unpacked in its place; another stays as it is", async () => {
    const path = fileOf(gzipSync(CSV));
    expect(await unpackGzip(path, MB)).toBe(CSV.length);
    expect((await detectReading(path)).firstRows).toHaveLength(2);
    expect(await unpackGzip(fileOf(CSV), MB)).toBe(CSV.length);
  });

  it("is refused if it is damaged or unpacks to too much", async () => {
    const bytes = gzipSync(CSV.repeat(1_000));
    expect(await codeOf(unpackGzip(fileOf(bytes.subarray(0, -20)), MB))).toBe("csv_not_text");
    expect(await codeOf(unpackGzip(fileOf(bytes), 10_000))).toBe("csv_too_large");
    expect(await codeOf(unpackGzip(fileOf(gzipSync(Buffer.alloc(80 * MB))), 1024 * MB))).toBe(
      "csv_too_large",
    );
  });
});

describe("R16: the encoding of a text", () => {
  const NAMES: Readonly<Record<string, readonly string[]>> = {
    "windows-1252": [
      "Jürgen Müller",
      "Käthe Groß",
      "François Lefèvre",
      "João Conceição",
      "Søren Kjær",
      "Ångström Åke",
      "Núñez",
      "Zoë",
      "Weiß",
    ],
    "windows-1250": [
      "Łukasz Wałęsa",
      "Wiśniewski",
      "Dvořák",
      "Jiří Novotný",
      "Erzsébet Győr",
      "Ştefan Ionuţ",
      "Šimić Đorđević",
      "Žižka",
      "Świętosławski",
    ],
    "windows-1251": ["Иван Петров", "Мария", "Ольга Кузнецова", "Юрий"],
    "windows-1253": ["Γιώργος Παπαδόπουλος", "Ελένη"],
    "windows-1254": ["Özgür Şahin", "Yılmaz", "Ayşe Çağlar", "İbrahim Öztürk", "Gökçe Işık"],
    "windows-1256": ["أحمد علي", "محمد"],
    "windows-1257": ["Jonas Žukauskas Rūta Šimkutė", "Jānis Bērziņš"],
    "windows-874": ["สมชาย ใจดี", "มาลี สุขใจ", "บริษัท"],
    macintosh: ["Jürgen Müller", "Björn Ärger", "José Muñoz", "François Lefèvre", "Søren Kjær"],
    "koi8-r": ["Иван Петров", "Мария"],
  };
  const CASES = Object.entries(NAMES).flatMap(([encoding, names]) =>
    names.map((name) => [name, encoding] as const),
  );

  it.each(CASES)("of %s is %s, or the owner is asked", async (name, encoding) => {
    const bytes = iconv.encode(`Name,E-mail\n${name},a@b.example\n`, encoding);
    const { detected, rows } = await read(bytes);
    if (rows[0]?.[0] === name) return;
    expect(detected.isEncodingSure).toBe(false);
    expect(detected.encodings).toContain(encoding);
  });

  it("is certain for nine of ten names of that list, and read right for all that are certain", async () => {
    let right = 0;
    for (const [name, encoding] of CASES) {
      const { rows } = await read(iconv.encode(`Name,E-mail\n${name},a@b.example\n`, encoding));
      if (rows[0]?.[0] === name) right++;
    }
    expect(right / CASES.length).toBeGreaterThan(0.9);
  });

  it("can be chosen by the owner", async () => {
    const bytes = iconv.encode("Name,E-mail\nNěmec,a@b.example\n", "windows-1250");
    expect((await read(bytes, { encoding: "windows-1250" })).rows).toEqual([["Němec", "a@b.example"]]);
  });
});
