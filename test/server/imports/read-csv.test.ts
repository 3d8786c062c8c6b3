import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { CsvFileError } from "../../../server/imports/csv/csv-error.ts";
import { readCsv } from "../../../server/imports/csv/read-csv.ts";
import { MAX_ROW_BYTES } from "../../../server/imports/csv/row-parser.ts";
import { toTable } from "../../../server/imports/formats/table.ts";
import { inChunksOf, openBytes } from "./open-bytes.ts";

async function read(file: Buffer | string, size = 64 * 1024) {
  const { table, encoding, delimiter } = await openBytes(Buffer.from(file as string), size);
  const rows: [number, ...string[]][] = [];
  for await (const batch of table.rows) for (const { line, cells } of batch) rows.push([line, ...cells]);
  return { encoding, delimiter, header: [...table.header.cells], rows };
}

/** The error of a file that cannot be read: line, code and message. */
async function errorOf(file: Buffer | string, size?: number): Promise<string> {
  const error = await read(file, size).then(
    () => new Error("The file was read"),
    (one: unknown) => one,
  );
  if (!(error instanceof CsvFileError)) throw error;
  return `${error.line}: ${error.code}: ${error.message}`;
}

const TABLE = 'Name,E-mail\r\n"Müller, Zoë",zoe@example.com\r\nAnn,"a ""b"" c"\r\n';
const EXPECTED = [
  [2, "Müller, Zoë", "zoe@example.com"],
  [3, "Ann", 'a "b" c'],
];
const OPTIONS = { encoding: "utf-8", delimiter: ",", headerLine: 1 } as const;
const utf16be = (text: string) => Buffer.from(text, "utf16le").swap16();

describe("R16: readCsv reads a table", () => {
  it.each([
    ["UTF-8", "utf-8", Buffer.from(TABLE)],
    ["UTF-8 with a byte order mark", "utf-8", Buffer.from(`\ufeff${TABLE}`)],
    ["UTF-16 LE", "utf-16le", Buffer.from(TABLE, "utf16le")],
    ["UTF-16 LE with a byte order mark", "utf-16le", Buffer.from(`\ufeff${TABLE}`, "utf16le")],
    ["UTF-16 BE", "utf-16be", utf16be(TABLE)],
    ["UTF-16 BE with a byte order mark", "utf-16be", utf16be(`\ufeff${TABLE}`)],
    ["Windows-1252", "windows-1252", iconv.encode(TABLE, "windows-1252")],
  ] as const)("in %s", async (_, encoding, bytes) => {
    for (const size of [1, 7, 64 * 1024])
      expect(await read(bytes, size)).toEqual({
        encoding,
        delimiter: ",",
        header: ["Name", "E-mail"],
        rows: EXPECTED,
      });
  });

  it("in Windows-1252, with letters that Latin 1 does not have", async () => {
    const { rows } = await read(iconv.encode("Name,Price\nNoël’s “Œuvre” – Müller,5 €\n", "windows-1252"));
    expect(rows).toEqual([[2, "Noël’s “Œuvre” – Müller", "5 €"]]);
  });

  it("whose first non-ASCII letter comes late, in any encoding, at any chunk boundary", async () => {
    const many = `Name,E-mail\n${"Ann,ann@example.com\n".repeat(10_000)}`;
    for (const [encoding, bytes] of [
      ["utf-8", Buffer.from(`${many}Zoë Müller-Çelik,x\n`)],
      ["windows-1252", iconv.encode(`${many}Zoë Müller-Çelik,x\n`, "windows-1252")],
    ] as const)
      for (const size of [4_093, 64 * 1024]) {
        const table = await read(bytes, size);
        expect(table.encoding).toBe(encoding);
        expect(table.rows.at(-1)).toEqual([10_002, "Zoë Müller-Çelik", "x"]);
      }
  });

  it.each([
    ["comma", ",", "a,b;c\n1,2\n"],
    ["semicolon", ";", "a;b\n1,5;2,5\n"],
    ["tab", "\t", "a\tb\n1,2\t3\n"],
    ["semicolon, with commas in quotes", ";", '"Name, first, last";b\n"x,y";z\n'],
    ["semicolon, with a comma in the header", ";", "Name, whole;Mail\nAnn;a\nBen;b\n"],
    ["semicolon, named by Excel's sep= line", ";", "sep=;\na;b\n1;2\n"],
    ["nothing, as there is one column", ",", "Name\nAnn\n"],
  ])("delimited by %s", async (_, delimiter, text) => {
    expect((await read(text)).delimiter).toBe(delimiter);
  });

  it.each([
    ["\\n", "\n"],
    ["\\r\\n", "\r\n"],
    ["\\r", "\r"],
  ])("with lines that end in %s, and line breaks in quotes", async (_, end) => {
    const text = ["Name,Note", `"A",one`, `B,"two${end}lines"`, "", `"C${end}${end}c",three`, "D,4"].join(
      end,
    );
    for (const size of [1, 64 * 1024])
      expect((await read(text, size)).rows).toEqual([
        [2, "A", "one"],
        [3, "B", `two${end}lines`],
        [6, `C${end}${end}c`, "three"],
        [9, "D", "4"],
      ]);
  });

  it("with line endings that change in the middle", async () => {
    expect((await read("a,b\r\n1,2\n3,4\r5,6")).rows).toEqual([
      [2, "1", "2"],
      [3, "3", "4"],
      [4, "5", "6"],
    ]);
  });

  it("with blank rows and lines, which are skipped but counted as lines", async () => {
    expect((await read("\n\na,b\n,\n \n\n1,2\n;;\n")).rows).toEqual([
      [7, "1", "2"],
      [8, ";;", ""],
    ]);
  });

  it("with rows that are shorter than the header, which get blank cells, and longer ones, unchanged", async () => {
    expect((await read("a,b,c\n1\n1,2,3,4\n")).rows).toEqual([
      [2, "1", "", ""],
      [3, "1", "2", "3", "4"],
    ]);
  });

  it("with literal quotation marks", async () => {
    expect((await read('Name,Size\nTube,5" x 3"\n')).rows).toEqual([[2, "Tube", '5" x 3"']]);
  });

  it("with duplicate and empty headers", async () => {
    expect((await read("E-mail,,E-mail\na,b,c\n")).header).toEqual(["E-mail", "", "E-mail"]);
  });

  it("with letters of three and four bytes, right-to-left text and emoji", async () => {
    for (const bytes of [
      Buffer.from("名,x\nعلي حسن,👩‍👩‍👧\n"),
      Buffer.from("名,x\nعلي حسن,👩‍👩‍👧\n", "utf16le"),
    ])
      for (const size of [1, 5]) expect((await read(bytes, size)).rows).toEqual([[2, "علي حسن", "👩‍👩‍👧"]]);
  });
});

describe("R16: readCsv rejects, with the line and a message,", () => {
  it.each([
    ["an empty file", "", "1: csv_empty: The file is empty."],
    ["blank lines", "\n\n  \n", "1: csv_empty: The file is empty."],
    ["a header only", "Name,E-mail\n", "1: csv_no_rows: The file has a line with column names"],
    ["a header and blank rows", "Name,E-mail\n\n,\n", "1: csv_no_rows"],
    [
      "an old workbook",
      Buffer.from("d0cf11e0a1b11ae100", "hex"),
      "1: csv_not_text: This is not a CSV file but an old",
    ],
    ["a PDF", "%PDF-1.7\n%âãÏÓ", "1: csv_not_text: This is not a CSV file but a PDF."],
    ["a compressed file", Buffer.from("1f8b0800", "hex"), "1: csv_not_text"],
    ["a web page", "\n<!DOCTYPE html><html>", "1: csv_html: This is a web page"],
    ["a program", Buffer.from("7f454c46020101000000000000000000", "hex"), "1: csv_binary"],
    [
      "a NUL byte",
      "Name,E-mail\nAnn,a@b.de\nBen\0,b@b.de\n",
      "3: csv_binary: This is not a CSV file: it contains bytes",
    ],
    ["a NUL byte in Windows-1252", iconv.encode("Naïve,É\nAnn,x\n\0", "latin1"), "3: csv_binary"],
    [
      "UTF-8 with an invalid byte",
      Buffer.concat([
        Buffer.from('Näme,Ä\nZoë,é\n"a\nb",ö\nMü'),
        Buffer.from([0xff]),
        Buffer.from("ller,x\n"),
      ]),
      "5: csv_encoding: The text is not UTF-8",
    ],
    [
      "UTF-8 that ends within a character",
      Buffer.from("Näme,Ä\nZoë,é\nMö").subarray(0, -1),
      "3: csv_encoding",
    ],
    [
      "half a UTF-16 surrogate pair",
      Buffer.from("\ufeffName\nAnn\nB\ud83d!\nC\n", "utf16le"),
      "3: csv_encoding: The text is not UTF-16",
    ],
    ["half a UTF-16 unit", Buffer.from("\ufeffName\nAnn\nBen", "utf16le").subarray(0, -1), "3: csv_encoding"],
    ["a quotation mark that is never closed", 'Name,E-mail\nAnn,a\n"Ben,b\nCid,c\n', "3: csv_unclosed_quote"],
    ["10 000 columns", `${"a,".repeat(9_999)}a\n1\n`, "1: csv_too_many_columns: There are 10,000 columns"],
  ])("%s", async (_, file, expected) => {
    const bytes = Buffer.from(file as string);
    expect(await errorOf(bytes)).toContain(expected);
    if (bytes.length < 10_000) expect(await errorOf(bytes, 1)).toContain(expected);
  });

  it("one giant line, with bounded memory", async () => {
    expect(await errorOf(`Name,E-mail\nAnn,a\n${"x".repeat(3 * MAX_ROW_BYTES)}\n`)).toContain(
      "3: csv_too_long: A row is longer than 1 MB.",
    );
    expect(await errorOf(`Name,E-mail\n"Ann,a\n${"b,c\n".repeat(MAX_ROW_BYTES / 2)}`)).toContain(
      "2: csv_too_long",
    );
    expect(await errorOf("x".repeat(3 * MAX_ROW_BYTES))).toContain("1: csv_too_long");
  });

  it("an endless stream, with bounded memory", async () => {
    let sentBytes = 0;
    const chunk = Buffer.from("x".repeat(64 * 1024));
    async function* endless() {
      yield Buffer.from("Name,E-mail\n");
      for (;;) {
        sentBytes += chunk.length;
        yield chunk;
      }
    }
    const table = await toTable(readCsv(endless(), OPTIONS), OPTIONS);
    await expect(table.rows[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "csv_too_long" });
    expect(sentBytes).toBeLessThan(2 * MAX_ROW_BYTES);
  });

  it("R18: readCsv holds no row after it was returned: a long file takes no more memory than a short one", async () => {
    const chunk = Buffer.from("Ann Example,ann@example.com\n".repeat(2_340));
    async function* long() {
      yield Buffer.from("Name,E-mail\n");
      for (let at = 0; at < 100; at++) yield chunk;
    }
    const table = await toTable(readCsv(long(), OPTIONS), OPTIONS);
    let [rows, largest] = [0, 0];
    for await (const batch of table.rows) {
      rows += batch.length;
      largest = Math.max(largest, batch.length);
    }
    expect(rows).toBe(100 * 2_340);
    expect(largest).toBeLessThan(5_000);
  });
});

it.each([
  ["@.", " x"],
  ["@", " x"],
  ["a@b.", " x"],
  ["+1", "x"],
  ["+1 ", "x"],
])("a header that repeats %s thousands of times is checked in linear time", async (part, end) => {
  const header = `${part.repeat(20_000)}${end}`;
  const started = performance.now();
  expect((await read(`Name,${header}\nAnn,b\n`)).header[1]).toBe(header);
  expect(performance.now() - started).toBeLessThan(5_000);
});

describe("readCsv closes the file", () => {
  /** A source that records whether it was closed, and the table in it. */
  const source = (file: string) => {
    const state = { closed: false };
    async function* chunks() {
      try {
        yield* inChunksOf(Buffer.from(file), 70_000);
      } finally {
        state.closed = true;
      }
    }
    return { state, table: () => toTable(readCsv(chunks(), OPTIONS), OPTIONS) };
  };
  const LONG = `Name\n${"Ann\n".repeat(100_000)}`;

  it.each([
    ["the reader stops after the first batch", 1],
    ["the reader stops after the second batch", 2],
    ["everything was read", Number.POSITIVE_INFINITY],
  ])("when %s", async (_, batches) => {
    const { state, table } = source(LONG);
    let seen = 0;
    for await (const _rows of (await table()).rows) if (++seen >= batches) break;
    expect(state.closed).toBe(true);
  });

  it.each([
    ["its header is invalid", `${"a,".repeat(1_001)}\n${LONG}`],
    ["a row in it is too long", `Name\n"${LONG.repeat(4)}`],
  ])("when %s", async (_, file) => {
    const { state, table } = source(file);
    const reading = (async () => {
      for await (const _rows of (await table()).rows);
    })();
    await expect(reading).rejects.toThrow(CsvFileError);
    expect(state.closed).toBe(true);
  });
});
