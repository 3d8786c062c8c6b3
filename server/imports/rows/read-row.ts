import type { Details } from "../../../shared/contact.ts";
import type { Attribute } from "../../../shared/crm.ts";
import type { ImportField, ImportMapping } from "../../../shared/import.ts";
import { emailKey, tidyEmail } from "../../../shared/rules/email.ts";
import { unescapeCell } from "../../../shared/rules/escape-cell.ts";
import { splitNotes, splitOrganizations, splitTags } from "../../../shared/rules/multi-value-cells.ts";
import { phoneFault, tidyPhone } from "../../../shared/rules/phone.ts";
import { tidyLine, tidyText } from "../../../shared/rules/text.ts";
import { VISITOR_ID } from "../../../shared/rules/visitor-id.ts";
import type { CsvRow } from "../csv/row-parser.ts";
import { SHORTENED_NUMBER } from "./attribute-cell.ts";
import { attributeColumns, readAttributes, type UncertainValue } from "./read-attributes.ts";
import { checkTextLength, longCellError, MAX_VALUES, RowError, shorten, tooManyError } from "./row-error.ts";

/** A row that can be imported. */
export interface ReadRow {
  readonly kind: "read";
  readonly line: number;
  readonly details: Details;
  /** The visitor ID in the row; null: the row has none. */
  readonly visitor: string | null;
  readonly tags: readonly string[];
  readonly notes: readonly string[];
  readonly uncertain: readonly UncertainValue[];
}

/** A row that cannot be imported. */
export interface RefusedRow {
  readonly kind: "refused";
  readonly line: number;
  /** In words, for the user. */
  readonly reason: string;
}

/** Characters of a cell. A longer one is refused unread, for its cost (R37); an export has all notes of a contact in a cell. */
export const MAX_CELL = 200_000;
/** Characters of a tag. */
const MAX_TAG = 100;
/** Characters of a note. */
const MAX_NOTE = 10_000;
/** Tags in one row. Rows of Foyer's own exports (with a visitor ID) may have more. */
const MAX_TAGS = 100;

/** Separators of several values in a cell; `:::` is Google's. */
const VALUE_SEPARATOR = /[;,\n]|:::/;

export const NAME_MISSING = "A name is needed.";

/**
 * Creates the function that reads the rows of a file (R7, R16). Pure.
 *
 * @param headers the file's header
 * @param attributes the property's attributes
 */
export function createRowReader(
  mapping: ImportMapping,
  headers: readonly string[],
  attributes: readonly Attribute[] = [],
): (row: CsvRow) => ReadRow | RefusedRow {
  const indexes = new Map<ImportField, number[]>();
  for (const [index, field] of mapping.entries())
    if (field) indexes.set(field, [...(indexes.get(field) ?? []), index]);
  const columns = attributeColumns(mapping, headers, attributes);

  return ({ line, cells }) => {
    const textAt = (index: number) => {
      const cell = cells[index] ?? "";
      if (cell.length > MAX_CELL) throw longCellError(headers[index] ?? "", cell.length, MAX_CELL);
      return unescapeCell(cell.trim());
    };
    const texts = (field: ImportField) => (indexes.get(field) ?? []).flatMap((index) => textAt(index) || []);
    try {
      checkCellCount(cells, headers.length);
      const { details, visitor } = readPerson(texts);
      const { custom, uncertain } = readAttributes(columns, (index) =>
        visitor ? textAt(index) : tidyText(textAt(index)),
      );
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

/** How a text of one line is tidied. A row that Foyer exported has what is stored, which is not changed (R19). */
const tidyUnless = (isExported: boolean) => (text: string) => (isExported ? text : tidyLine(text)).trim();

function readTags(cells: readonly string[], isExported: boolean): string[] {
  const tags = cells.flatMap(splitTags).map(tidyUnless(isExported)).filter(Boolean);
  if (tags.length > MAX_TAGS && !isExported) throw tooManyError(tags.length, "tags", MAX_TAGS);
  return tags.map((tag) => checkTextLength(tag, "tag", MAX_TAG));
}

function readOrganizations(cells: readonly string[], isExported: boolean): string[] {
  const names = cells.flatMap(splitOrganizations).map(tidyUnless(isExported)).filter(Boolean);
  if (names.length > MAX_VALUES && !isExported) throw tooManyError(names.length, "organizations");
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
      "There is no e-mail, phone or user ID, so the contact could not be recognised the next time.",
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

function readName(texts: (field: ImportField) => string[], isExported: boolean): string {
  const name = [...texts("name"), ...texts("first_name"), ...texts("last_name")].join(" ");
  return checkTextLength(isExported ? tidyText(name) : tidyLine(name), "name");
}

function readUserId(text = ""): string {
  rejectShortenedNumber(text);
  return checkTextLength(tidyLine(text), "user ID");
}

function splitValues(cells: readonly string[], what: string): string[] {
  const parts = cells.flatMap((cell) => cell.split(VALUE_SEPARATOR).flatMap((part) => part.trim() || []));
  if (parts.length > MAX_VALUES) throw tooManyError(parts.length, what);
  return parts;
}

function readEmail(text: string): string {
  if (emailKey(text) === null) throw new RowError(`“${shorten(text)}” is not an e-mail address.`);
  return tidyEmail(text);
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
