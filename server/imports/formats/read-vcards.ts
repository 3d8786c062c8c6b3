import ICAL from "ical.js";
import type { Encoding } from "../../../shared/read-options.ts";
import { createUtf8Decoder } from "../csv/decode-to-utf8.ts";
import type { CsvRow } from "../csv/row-parser.ts";
import { upgradeProperty } from "./vcard-2.ts";

/** The columns of cards, by the names that columns are recognised by. */
const HEADER = [
  "Name prefix",
  "First name",
  "Middle name",
  "Last name",
  "Name suffix",
  "Full name",
  "E-mails",
  "Phones",
  "Organization",
  "Job title",
  "Tags",
  "Notes",
  "Birthday",
  "Address",
  "Website",
] as const;
type Column = (typeof HEADER)[number];

/** The columns of the properties that have one value. */
const COLUMN_OF: Readonly<Record<string, Column>> = {
  fn: "Full name",
  email: "E-mails",
  tel: "Phones",
  title: "Job title",
  categories: "Tags",
  note: "Notes",
  bday: "Birthday",
  url: "Website",
};
/** The columns of the parts of the property N (RFC 6350, 6.2.2), in its order. */
const NAME_COLUMNS: readonly Column[] = [
  "Last name",
  "First name",
  "Middle name",
  "Name prefix",
  "Name suffix",
];
/** Properties whose values are pictures, sounds and keys. */
const BINARY = /^(?:[\w-]+\.)?(?:photo|logo|sound|key)[;:]/i;
/** The longest property, and the most of them in a card. */
const MAX_PROPERTY = 64 * 1024;
const MAX_PROPERTIES = 1_000;
const BATCH = 500;

/**
 * Reads the cards of a vCard file (versions 2.1 to 4.0) as rows, the names of the columns first. The line of a row is
 * that of its card in the file. Memory is bounded for any input.
 *
 * @throws CsvFileError `csv_encoding`, `csv_binary`
 */
export async function* readVcards(
  source: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<readonly CsvRow[], void, undefined> {
  yield [{ line: 1, cells: HEADER }];
  let batch: CsvRow[] = [];
  for await (const card of cards(source, encoding)) {
    const cells = cardCells(card.properties);
    if (cells.some((cell) => cell !== "")) batch.push({ line: card.line, cells });
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length) yield batch;
}

interface Card {
  readonly line: number;
  readonly properties: readonly string[];
}

/** Splits the text into cards and their properties, whose folded lines are joined. */
async function* cards(source: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<Card> {
  let card: { line: number; properties: string[] } | null = null;
  let [line, isSkipped] = [0, false];
  for await (const text of lines(source, encoding)) {
    line++;
    const { properties = [] } = card ?? {};
    const last = properties.at(-1);
    if (/^begin:vcard\s*$/i.test(text)) {
      card = { line, properties: [] };
      isSkipped = false;
    } else if (card && /^end:vcard\s*$/i.test(text)) {
      yield card;
      card = null;
    } else if (/^[ \t]/.test(text) || isSoftBreak(last)) {
      if (!isSkipped && last !== undefined && last.length < MAX_PROPERTY)
        properties[properties.length - 1] = joinLines(last, text);
    } else if (properties.length < MAX_PROPERTIES) {
      isSkipped = BINARY.test(text);
      if (!isSkipped) properties.push(text);
    }
  }
}

/** Whether a quoted-printable text goes on in the next line (vCard 2.1). */
function isSoftBreak(property: string | undefined): boolean {
  return property?.endsWith("=") === true && /^[^:]*quoted-printable/i.test(property);
}

function joinLines(before: string, text: string): string {
  return isSoftBreak(before) ? `${before.slice(0, -1)}${text.trimStart()}` : `${before}${text.slice(1)}`;
}

/** The lines of the text; longer ones than a property may be are cut. */
async function* lines(source: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = createUtf8Decoder(encoding);
  const characters = new TextDecoder();
  let rest = "";
  for await (const chunk of source) {
    const bytes = decoder.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), 1);
    const parts = `${rest}${characters.decode(bytes, { stream: true })}`.split(/\r?\n/);
    rest = (parts.pop() ?? "").slice(0, MAX_PROPERTY);
    yield* parts;
  }
  if (rest) yield rest;
}

function cardCells(properties: readonly string[]): readonly string[] {
  const values = new Map<Column, string[]>();
  const add = (column: Column, text: string) => {
    const clean = text.trim();
    if (clean) values.set(column, [...(values.get(column) ?? []), clean]);
  };
  for (const property of properties) {
    const [name, parts] = parseProperty(property);
    const column = COLUMN_OF[name];
    if (column) for (const part of parts) add(column, name === "tel" ? part.replace(/^tel:/i, "") : part);
    else if (name === "n") for (const [at, one] of NAME_COLUMNS.entries()) add(one, parts[at] ?? "");
    else if (name === "org") add("Organization", parts[0] ?? "");
    else if (name === "adr") add("Address", parts.filter((part) => part !== "").join(", "));
  }
  return HEADER.map((column) => {
    const texts = values.get(column) ?? [];
    return column === "Full name" || column === "Notes" ? (texts[0] ?? "") : [...new Set(texts)].join("; ");
  });
}

/** The name of a property and the parts of its value; "": it cannot be read, and the rest of the card can. */
function parseProperty(property: string): readonly [name: string, parts: readonly string[]] {
  try {
    const [name, , , ...values] = ICAL.parse.property(upgradeProperty(property), ICAL.design.vcard);
    return [String(name).toLowerCase(), values.flat(2).map(String)];
  } catch (error) {
    if (error instanceof ICAL.parse.ParserError) return ["", []];
    throw error;
  }
}
