import type { Details } from "../../shared/contact.ts";
import type { ImportField, ImportMapping } from "../../shared/import.ts";
import { unescapeCell } from "../../shared/rules/cells.ts";
import { emailKey } from "../../shared/rules/email.ts";
import { phoneFault, tidyPhone } from "../../shared/rules/phone.ts";
import { lengthOf, tidyText } from "../../shared/rules/text.ts";
import { VISITOR_ID } from "../../shared/rules/visitor-id.ts";
import type { CsvRow } from "./read-csv.ts";

/** What a row says of a person. */
export interface ReadRow {
  readonly line: number;
  readonly details: Details;
  /** Foyer's own ID of the contact, if the row names one. */
  readonly visitor: string | null;
}

/** A row that can't be imported, with the reason in words. */
export interface RefusedRow {
  readonly line: number;
  readonly refused: string;
}

/** Characters of a name or a user ID. */
const MAX_TEXT = 200;
/** E-mails or phones of one row. */
const MAX_VALUES = 50;

/** Where several values share a cell: commas, semicolons, line breaks, and Google's own colons. */
const SEVERAL = /[;,\n]|:::/;
/** A long number as a spreadsheet shortens it: the last digits are gone. */
const SHORTENED = /^[+-]?\d+([.,]\d+)?E\+?\d+$/i;

export const NAME_NEEDED = "A name is needed.";

class Refusal extends Error {}

/**
 * Makes the rule that reads rows of a table by the meaning of its columns. Pure.
 *
 * @param columns how many columns the header has
 */
export function rowReader(mapping: ImportMapping, columns: number): (row: CsvRow) => ReadRow | RefusedRow {
  const places = new Map<ImportField, number[]>();
  for (const [at, field] of mapping.entries())
    if (field) places.set(field, [...(places.get(field) ?? []), at]);

  return ({ line, cells }) => {
    const texts = (field: ImportField) =>
      (places.get(field) ?? []).flatMap((at) => unescapeCell((cells[at] ?? "").trim()) || []);
    try {
      checkLength(cells, columns);
      return { line, ...readPerson(texts) };
    } catch (error) {
      if (error instanceof Refusal) return { line, refused: error.message };
      throw error;
    }
  };
}

/** Whether a row that was read is refused. */
export function isRefused(row: ReadRow | RefusedRow): row is RefusedRow {
  return "refused" in row;
}

function checkLength(cells: readonly string[], columns: number): void {
  const isLonger = cells.slice(columns).some((cell) => cell.trim() !== "");
  if (cells.length < columns || isLonger)
    throw new Refusal(`This row has ${cells.length} cells, but the header has ${columns}.`);
}

function readPerson(texts: (field: ImportField) => string[]): Omit<ReadRow, "line"> {
  const visitor = visitorOf(texts("visitor_id")[0]);
  const name = nameOf(texts, visitor !== null);
  if (!name && !visitor) throw new Refusal(NAME_NEEDED);
  const userId = userIdOf(texts("user_id")[0]);
  const emails = several(texts("email"), "e-mails").map(emailOf);
  const phones = texts("phone").flatMap(phonesOf);
  if (phones.length > MAX_VALUES) throw tooMany(phones.length, "phones");
  if (!visitor && !userId && !emails.length && !phones.length)
    throw new Refusal(
      "There is no e-mail, phone or user ID, so nobody could tell the next time that it is the same person.",
    );
  return {
    visitor,
    details: {
      ...(name && { name }),
      ...(userId && { userId }),
      ...(emails.length && { emails }),
      ...(phones.length && { phones }),
    },
  };
}

function visitorOf(text: string | undefined): string | null {
  if (!text) return null;
  if (!VISITOR_ID.test(text)) throw new Refusal(`“${short(text)}” is not a visitor ID: V and 16 digits.`);
  return text;
}

/** @param isOurs what Foyer has exported is taken as it is */
function nameOf(texts: (field: ImportField) => string[], isOurs: boolean): string {
  const parts = [...texts("name"), ...texts("first_name"), ...texts("last_name")];
  const name = tidyText(parts.join(" "));
  return bounded(isOurs ? name : name.replace(/\s+/g, " "), "name");
}

function userIdOf(text = ""): string {
  refuseShortened(text);
  return bounded(tidyText(text), "user ID");
}

function bounded(text: string, what: string): string {
  if (text.length > MAX_TEXT)
    throw new Refusal(`The ${what} has ${lengthOf(text)} characters; at most ${MAX_TEXT} can be kept.`);
  return text;
}

function several(cells: readonly string[], what: string): string[] {
  const parts = cells.flatMap((cell) => cell.split(SEVERAL).flatMap((part) => part.trim() || []));
  if (parts.length > MAX_VALUES) throw tooMany(parts.length, what);
  return parts;
}

const tooMany = (count: number, what: string) =>
  new Refusal(`There are ${count} ${what}; at most ${MAX_VALUES} can be kept.`);

function emailOf(text: string): string {
  if (emailKey(text) === null) throw new Refusal(`“${short(text)}” is not an e-mail address.`);
  return text;
}

function phonesOf(cell: string): string[] {
  refuseShortened(cell);
  return several([cell], "phones").map((text) => {
    const phone = tidyPhone(unescapeCell(text));
    const fault = phoneFault(phone);
    if (!fault) return phone;
    if (fault.code === "phone_length")
      throw new Refusal(`“${short(text)}” is not a phone: it has + and 4 to 15 digits.`);
    const where = phone.startsWith("+") ? "is in it" : "is where + and the country's code should be";
    throw new Refusal(`“${short(text)}” is not a phone, + and digits only: “${fault.character}” ${where}.`);
  });
}

function refuseShortened(text: string): void {
  if (SHORTENED.test(text))
    throw new Refusal(
      `“${short(text)}” is a number that a spreadsheet has shortened: format the column as text and save again.`,
    );
}

/** A text to show within a reason. */
function short(text: string): string {
  const letters = [...text];
  return letters.length > 60 ? `${letters.slice(0, 59).join("")}…` : text;
}
