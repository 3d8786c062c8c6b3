import type { Details } from "../../../shared/contact.ts";
import type { Attribute } from "../../../shared/crm.ts";
import type { ImportField, ImportMapping } from "../../../shared/import.ts";
import { NO_REPAIRS, type RepairOptions } from "../../../shared/repair-options.ts";
import { unescapeCell } from "../../../shared/rules/escape-cell.ts";
import { splitNotes, splitOrganizations, splitTags } from "../../../shared/rules/multi-value-cells.ts";

import { VISITOR_ID } from "../../../shared/rules/visitor-id.ts";
import type { CsvRow } from "../csv/row-parser.ts";
import { SHORTENED_NUMBER } from "./attribute-cell.ts";
import { deriveName } from "./derive-name.ts";
import { joinName } from "./join-name.ts";
import { type Attempt, leavingOut } from "./left-out.ts";
import { noteText } from "./note-text.ts";
import { isPlaceholder, isPlaceholderWord, withoutPlaceholders } from "./placeholders.ts";
import { attributeColumns, readAttributes, type UncertainValue } from "./read-attributes.ts";
import { readEmails } from "./read-emails.ts";
import { readPhone, shortenedNumberError } from "./read-phones.ts";
import { checkTextLength, longCellError, MAX_VALUES, RowError, shorten, tooManyError } from "./row-error.ts";
import { tidyCellLine, tidyCellText } from "./tidy-cell.ts";
import { isMaskedId, isShortenedId, userIdText } from "./user-id-cell.ts";

/** A row that can be imported. */
export interface ReadRow {
  readonly kind: "read";
  readonly line: number;
  readonly details: Details;
  /** Whether the name is taken from other details: a contact that has a name keeps it. */
  readonly isNameDerived: boolean;
  /** The visitor ID in the row; null: the row has none. */
  readonly visitor: string | null;
  readonly tags: readonly string[];
  readonly notes: readonly string[];
  readonly uncertain: readonly UncertainValue[];
  /** Why values are left out, in words, one entry for each. */
  readonly leftOut: readonly string[];
}

/** A row that cannot be imported. */
export interface RefusedRow {
  readonly kind: "refused";
  readonly line: number;
  /** In words, for the user. */
  readonly reason: string;
  /** The e-mail and the name as they are in the row, for the user to recognise it. */
  readonly email: string;
  readonly name: string;
}

/** Shared by all rows, most of which have no texts in most of the fields. */
const NO_TEXTS: readonly string[] = [];

/** Characters of a cell that are shown of a refused row. */
const MAX_SHOWN = 200;
/** Characters of a cell. A longer one is left out unread, for its cost (R37); an export has all notes of a contact in a cell. */
export const MAX_CELL = 200_000;
/** Characters of a tag. */
const MAX_TAG = 100;
/** Characters of a note. */
const MAX_NOTE = 10_000;
/** Tags in one row. Rows of Foyer's own exports (with a visitor ID) may have more. */
const MAX_TAGS = 100;

/** Separators of several values in a cell; `:::` is Google's. */
const VALUE_SEPARATOR = /[;,\n|]|:::/;
/**
 * Between two phones: also a slash, or a word, before another country's code; a slash with spaces or the word "or" or "and"
 * before the zero of another national number; and the space before a label: `Phone:(415) 555-2671 Mobile:(415) 555-2672`.
 */
const PHONE_SEPARATOR =
  /[;,\n|]|::: ?|(?:\s+\p{L}{1,5}|\s*\/)\s*(?=\+|00)|\s(?:or|and|oder|od\.|und|ou|et|o|y|e|i|или|и|lub|nebo|veya|of|en|eller|och|og|\/|&)\s(?=\(?0[1-9])|\s+(?=\p{L}{1,12}:[\s+(]{0,3}\d)/iu;

/** A cell with one phone, or a part of one: nothing in it separates. */
const ONE_PHONE = /^\+?[\d .()-]*\d$/;

/** The fields of a name, in the order in which they are written. */
export const NAME_PARTS = [
  "name",
  "name_prefix",
  "first_name",
  "middle_name",
  "last_name",
  "name_suffix",
] as const satisfies readonly ImportField[];
export const NAME_MISSING = "A name is needed.";
export const IDENTIFIER_MISSING =
  "There is no e-mail, phone or user ID, so the contact could not be recognised the next time.";

/** The texts of a row, and how they are read. */
interface RowContext {
  /** The texts of the columns of a field, without blank ones. */
  readonly texts: (field: ImportField) => readonly string[];
  /** The fields of a name that have a column, in their order. */
  readonly nameFields: readonly ImportField[];
  readonly attempt: Attempt;
  readonly repairs: RepairOptions;
}

/**
 * Creates the function that reads the rows of a file (R7, R16, R17). Pure.
 *
 * @param headers the file's header
 * @param attributes the property's attributes
 */
export function createRowReader(
  mapping: ImportMapping,
  headers: readonly string[],
  attributes: readonly Attribute[] = [],
  repairs: RepairOptions = NO_REPAIRS,
): (row: CsvRow) => ReadRow | RefusedRow {
  const indexes = new Map<ImportField, number[]>();
  for (const [index, field] of mapping.entries())
    if (field) indexes.set(field, [...(indexes.get(field) ?? []), index]);
  const columns = attributeColumns(mapping, headers, attributes);
  const nameFields = NAME_PARTS.filter((field) => indexes.has(field));

  return ({ line, cells }) => {
    const leftOut: string[] = [];
    const attempt = leavingOut(leftOut, repairs.invalidValues);
    const textAt = (index: number) => {
      const cell = cells[index] ?? "";
      if (cell.length <= MAX_CELL) return unescapeCell(cell.trim());
      return attempt(() => {
        throw longCellError(headers[index] ?? "", cell.length, MAX_CELL);
      }, "");
    };
    const texts = (field: ImportField) =>
      indexes.get(field)?.flatMap((index) => textAt(index) || NO_TEXTS) ?? NO_TEXTS;
    const context = { texts, nameFields, attempt, repairs };
    try {
      checkCellCount(cells, headers.length);
      const person = readPerson(context, leftOut);
      const isExported = person.visitor !== null;
      const { custom, uncertain } = readAttributes(
        columns,
        (index) => (isExported ? textAt(index) : tidyCellText(textAt(index))),
        attempt,
        repairs.dateOrder,
      );
      return {
        kind: "read",
        line,
        ...person,
        details: columns.length ? { ...person.details, custom } : person.details,
        tags: readTags(context, isExported),
        notes: readNotes(context, isExported),
        uncertain,
        leftOut,
      };
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      const shown = (...fields: ImportField[]) => {
        const parts = fields.flatMap((field) =>
          (indexes.get(field) ?? []).map((index) => cells[index] ?? ""),
        );
        return shorten(
          parts
            .map((part) => unescapeCell(part.slice(0, MAX_SHOWN).trim()))
            .join(" ")
            .trim(),
        );
      };
      const name = shown(...NAME_PARTS);
      return { kind: "refused", line, reason: error.message, email: shown("email"), name };
    }
  };
}

function checkCellCount(cells: readonly string[], columns: number): void {
  if (cells.length === columns) return;
  const isLonger = cells.slice(columns).some((cell) => cell.trim() !== "");
  if (cells.length < columns || isLonger)
    throw new RowError(`This row has ${cells.length} cells, but the header has ${columns}.`);
}

/**
 * Names of one line, without placeholders, as far as a row may have them. Those beyond are not read, which costs time (R37).
 * A row that Foyer exported has what is stored, which is neither changed nor limited (R19).
 */
function readNames(
  names: readonly string[],
  { most, what, isExported }: { most: number; what: string; isExported: boolean },
  attempt: Attempt,
): readonly string[] {
  const isNamed = (name: string) => name !== "" && !isPlaceholderWord(name);
  const named = names.filter(isNamed);
  if (!named.length) return NO_TEXTS;
  if (isExported) return named.map((name) => name.trim()).filter(isNamed);
  return limited(named, most, what, attempt)
    .map((name) => tidyCellLine(name).trim())
    .filter(isNamed);
}

function readTags({ texts, attempt, repairs }: RowContext, isExported: boolean): readonly string[] {
  const given = texts("tags");
  if (!given.length) return NO_TEXTS;
  const separator = isExported ? null : repairs.tagSeparator;
  const cells = given.flatMap((cell) => (separator === null ? [cell] : cell.split(separator)));
  const tags = readNames(cells.flatMap(splitTags), { most: MAX_TAGS, what: "tags", isExported }, attempt);
  return tags.flatMap((tag) => attempt(() => [checkTextLength(tag, "tag", MAX_TAG)], []));
}

function readNotes({ texts, attempt }: RowContext, isExported: boolean): readonly string[] {
  const notes = texts("notes").flatMap((cell) => (isPlaceholder(cell) ? [] : splitNotes(cell)));
  return notes.flatMap((note) =>
    attempt(() => [checkTextLength(isExported ? note : noteText(note), "note", MAX_NOTE)], []),
  );
}

function readOrganizations({ texts, attempt }: RowContext, isExported: boolean): readonly string[] {
  const limits = { most: MAX_VALUES, what: "organizations", isExported };
  const names = readNames(texts("organization").flatMap(splitOrganizations), limits, attempt);
  return names.flatMap((name) => attempt(() => [checkTextLength(name, "organization")], []));
}

/** The values as far as a row may have them. */
function limited(values: readonly string[], most: number, what: string, attempt: Attempt): readonly string[] {
  if (values.length <= most) return values;
  return attempt(
    () => {
      throw tooManyError(values.length, what, most);
    },
    values.slice(0, most),
  );
}

/** @param leftOut why values were left out so far @throws RowError if too little is left to know the person */
function readPerson(
  context: RowContext,
  leftOut: readonly string[],
): Pick<ReadRow, "details" | "visitor" | "isNameDerived"> {
  const { texts, attempt, repairs } = context;
  const visitor = attempt(() => readVisitorId(texts("visitor_id")[0]), null);
  const before = leftOut.length;
  const name = attempt(() => readName(context, visitor !== null), "");
  const nameMissing = leftOut[before] ?? NAME_MISSING;
  const userId = attempt(() => readUserId(texts("user_id")[0] ?? "", visitor !== null), "");
  const emails = splitValues(context, "email", VALUE_SEPARATOR, "e-mails").flatMap((text) =>
    attempt(() => readEmails(text), NO_TEXTS),
  );
  const phones = splitValues(context, "phone", PHONE_SEPARATOR, "phones").flatMap((text) =>
    attempt<readonly string[]>(() => [readPhone(text, repairs)], NO_TEXTS),
  );
  const organizations = readOrganizations(context, visitor !== null);
  const details: Details = {
    ...(userId && { userId }),
    ...(emails.length && { emails }),
    ...(phones.length && { phones }),
    ...(organizations.length && { organizations: [...organizations] }),
  };
  if (!visitor && !userId && !emails.length && !phones.length)
    throw new RowError(leftOut[0] ?? (name ? IDENTIFIER_MISSING : nameMissing));
  const derived = !name && !visitor && repairs.nameFromEmail ? deriveName(details) : "";
  if (!name && !derived && !visitor) throw new RowError(nameMissing);
  return { visitor, isNameDerived: derived !== "", details: { ...nameDetail(name || derived), ...details } };
}

const nameDetail = (name: string): Details => (name ? { name } : {});

function readVisitorId(text: string | undefined): string | null {
  if (!text || isPlaceholderWord(text)) return null;
  if (!VISITOR_ID.test(text)) throw new RowError(`“${shorten(text)}” is not a visitor ID: V and 16 digits.`);
  return text;
}

/** @param isExported whether Foyer exported the row; then the name is not changed (R19) */
function readName({ texts, nameFields }: RowContext, isExported: boolean): string {
  const given = nameFields.flatMap(texts);
  if (isExported) return checkTextLength(tidyCellText(given.join(" ")), "name");
  const present = new Set(withoutPlaceholders(given));
  const part = (field: ImportField) =>
    nameFields.includes(field)
      ? texts(field)
          .filter((text) => present.has(text))
          .join(" ")
      : "";
  const name = joinName({
    whole: part("name"),
    prefix: part("name_prefix"),
    first: part("first_name"),
    middle: part("middle_name"),
    last: part("last_name"),
    suffix: part("name_suffix"),
  });
  return checkTextLength(tidyCellLine(name), "name");
}

function readUserId(cell: string, isExported: boolean): string {
  const text = isExported ? cell : userIdText(cell);
  if (isPlaceholderWord(text)) return "";
  if (isShortenedId(text)) throw shortenedNumberError(text);
  if (!isExported && isMaskedId(text))
    throw new RowError(`“${shorten(text)}” is no user ID: a part of it is hidden.`);
  return checkTextLength(tidyCellLine(text), "user ID");
}

/** The parts of the cells of a field, without placeholders. */
function splitValues(
  { texts, attempt }: RowContext,
  field: "email" | "phone",
  separator: RegExp,
  what: string,
): readonly string[] {
  const cells = texts(field);
  if (!cells.length) return NO_TEXTS;
  const parts = cells.flatMap((cell) => {
    // the decimal comma of a shortened number separates nothing
    if (ONE_PHONE.test(cell) || (field === "phone" && SHORTENED_NUMBER.test(cell))) return [cell];
    return cell.split(separator).flatMap((part) => part.trim() || []);
  });
  const isBlank = (part: string) => isPlaceholderWord(part) || (field === "phone" && /^0+$/.test(part));
  return limited(
    parts.filter((part) => !isBlank(part)),
    MAX_VALUES,
    what,
    attempt,
  );
}
