import type { Details } from "../../../shared/contact.ts";
import type { Attribute } from "../../../shared/crm.ts";
import type { ImportField, ImportMapping } from "../../../shared/import.ts";
import { emailKey } from "../../../shared/rules/email.ts";
import { unescapeCell } from "../../../shared/rules/escape-cell.ts";
import { splitNotes, splitOrganizations, splitTags } from "../../../shared/rules/multi-value-cells.ts";
import { phoneFault, tidyPhone } from "../../../shared/rules/phone.ts";
import { tidyText } from "../../../shared/rules/text.ts";
import { VISITOR_ID } from "../../../shared/rules/visitor-id.ts";
import type { CsvRow } from "../csv/row-parser.ts";
import { SHORTENED_NUMBER } from "./attribute-cell.ts";
import { attributeColumns, readAttributes, type UncertainValue } from "./read-attributes.ts";
import { checkTextLength, MAX_VALUES, RowError, shorten, tooManyError } from "./row-error.ts";

/** What a row says of a person. */
export interface ReadRow {
  readonly kind: "read";
  readonly line: number;
  readonly details: Details;
  /** Foyer's own ID of the contact, if the row names one. */
  readonly visitor: string | null;
  readonly tags: readonly string[];
  readonly notes: readonly string[];
  readonly uncertain: readonly UncertainValue[];
}

/** A row that can't be imported, with the reason in words. */
export interface RefusedRow {
  readonly kind: "refused";
  readonly line: number;
  readonly reason: string;
}

/** Characters of a tag; of a note. */
const MAX_TAG = 100;
const MAX_NOTE = 10_000;
/** Tags of one row, unless Foyer has written it. */
const MAX_TAGS = 100;

/** Where several values share a cell: commas, semicolons, line breaks, and Google's own colons. */
const VALUE_SEPARATOR = /[;,\n]|:::/;

export const NAME_MISSING = "A name is needed.";

/**
 * Makes the rule that reads rows of a table by the meaning of its columns. Pure.
 *
 * @param headers the names of the columns
 * @param attributes those that the owner defined
 */
export function createRowReader(
  mapping: ImportMapping,
  headers: readonly string[],
  attributes: readonly Attribute[] = [],
): (row: CsvRow) => ReadRow | RefusedRow {
  const places = new Map<ImportField, number[]>();
  for (const [at, field] of mapping.entries())
    if (field) places.set(field, [...(places.get(field) ?? []), at]);
  const columns = attributeColumns(mapping, headers, attributes);

  return ({ line, cells }) => {
    const textAt = (at: number) => unescapeCell((cells[at] ?? "").trim());
    const texts = (field: ImportField) => (places.get(field) ?? []).flatMap((at) => textAt(at) || []);
    try {
      checkCellCount(cells, headers.length);
      const { details, visitor } = readPerson(texts);
      const { custom, uncertain } = readAttributes(columns, textAt);
      return {
        kind: "read",
        line,
        visitor,
        details: columns.length ? { ...details, custom } : details,
        tags: readTags(texts("tags"), visitor !== null),
        notes: texts("notes").flatMap((cell) =>
          splitNotes(cell).map((note) => checkTextLength(note, "note", MAX_NOTE)),
        ),
        uncertain,
      };
    } catch (error) {
      if (error instanceof RowError) return { kind: "refused", line, reason: error.message };
      throw error;
    }
  };
}

function checkCellCount(cells: readonly string[], columns: number): void {
  const isLonger = cells.slice(columns).some((cell) => cell.trim() !== "");
  if (cells.length < columns || isLonger)
    throw new RowError(`This row has ${cells.length} cells, but the header has ${columns}.`);
}

function readTags(cells: readonly string[], isOurs: boolean): string[] {
  const tags = cells.flatMap(splitTags);
  if (tags.length > MAX_TAGS && !isOurs) throw tooManyError(tags.length, "tags", MAX_TAGS);
  return tags.map((tag) => checkTextLength(tag.trim(), "tag", MAX_TAG));
}

function readOrganizations(cells: readonly string[], isOurs: boolean): string[] {
  const names = cells.flatMap(splitOrganizations);
  if (names.length > MAX_VALUES && !isOurs) throw tooManyError(names.length, "organizations");
  return names.map((name) => checkTextLength(name, "organization"));
}

function readPerson(texts: (field: ImportField) => string[]): Pick<ReadRow, "details" | "visitor"> {
  const visitor = readVisitorId(texts("visitor_id")[0]);
  const name = readName(texts, visitor !== null);
  if (!name && !visitor) throw new RowError(NAME_MISSING);
  const userId = readUserId(texts("user_id")[0]);
  const emails = splitValues(texts("email"), "e-mails").map(readEmail);
  const phones = texts("phone").flatMap(readPhones);
  if (phones.length > MAX_VALUES) throw tooManyError(phones.length, "phones");
  const organizations = readOrganizations(texts("organization"), visitor !== null);
  if (!visitor && !userId && !emails.length && !phones.length)
    throw new RowError(
      "There is no e-mail, phone or user ID, so nobody could tell the next time that it is the same person.",
    );
  return {
    visitor,
    details: {
      ...(name && { name }),
      ...(userId && { userId }),
      ...(emails.length && { emails }),
      ...(phones.length && { phones }),
      ...(organizations.length && { organizations }),
    },
  };
}

function readVisitorId(text: string | undefined): string | null {
  if (!text) return null;
  if (!VISITOR_ID.test(text)) throw new RowError(`“${shorten(text)}” is not a visitor ID: V and 16 digits.`);
  return text;
}

/** @param isOurs what Foyer has exported is taken as it is */
function readName(texts: (field: ImportField) => string[], isOurs: boolean): string {
  const parts = [...texts("name"), ...texts("first_name"), ...texts("last_name")];
  const name = tidyText(parts.join(" "));
  return checkTextLength(isOurs ? name : name.replace(/\s+/g, " "), "name");
}

function readUserId(text = ""): string {
  rejectShortenedNumber(text);
  return checkTextLength(tidyText(text), "user ID");
}

function splitValues(cells: readonly string[], what: string): string[] {
  const parts = cells.flatMap((cell) => cell.split(VALUE_SEPARATOR).flatMap((part) => part.trim() || []));
  if (parts.length > MAX_VALUES) throw tooManyError(parts.length, what);
  return parts;
}

function readEmail(text: string): string {
  if (emailKey(text) === null) throw new RowError(`“${shorten(text)}” is not an e-mail address.`);
  return text;
}

function readPhones(cell: string): string[] {
  rejectShortenedNumber(cell);
  return splitValues([cell], "phones").map((text) => {
    const phone = tidyPhone(unescapeCell(text));
    const fault = phoneFault(phone);
    if (!fault) return phone;
    if (fault.code === "phone_length")
      throw new RowError(`“${shorten(text)}” is not a phone: it has + and 4 to 15 digits.`);
    const where = phone.startsWith("+") ? "is in it" : "is where + and the country's code should be";
    throw new RowError(
      `“${shorten(text)}” is not a phone, + and digits only: “${fault.character}” ${where}.`,
    );
  });
}

function rejectShortenedNumber(text: string): void {
  if (SHORTENED_NUMBER.test(text))
    throw new RowError(
      `“${shorten(text)}” is a number that a spreadsheet has shortened: format the column as text and save again.`,
    );
}
