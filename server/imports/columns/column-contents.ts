import { cellKind } from "./cell-kinds.ts";

/** How many of a column's cells have a form, as shares of those that are not blank. */
export interface ColumnContents {
  /** Cells that are neither blank nor a placeholder. */
  readonly filled: number;
  readonly email: number;
  readonly phone: number;
  /** Dates, links, and yes or no: forms that no name, e-mail or phone has. */
  readonly other: number;
  /** Plain numbers, which can be phones, IDs or amounts. */
  readonly number: number;
  /** A form of address: Mr, Dr, Frau. */
  readonly prefix: number;
  /** Texts that can be a person's name. */
  readonly personName: number;
  /** Names that share a word with the e-mail of their row. */
  readonly likeEmail: number;
  /** Texts that share a word with the domain of the e-mail of their row. */
  readonly likeDomain: number;
  /** Different texts. */
  readonly distinct: number;
  /** Names of one word. */
  readonly oneWord: number;
}

/** The texts that programs write instead of a blank. */
const PLACEHOLDER = /^(?:[-–—.?/]+|n\/?a|#n\/a|null|none|nil|undefined|unknown|0\.0\.00)$/i;
const PREFIX =
  /^(?:(?:mr|mrs|ms|miss|mx|dr|prof|rev|sir|dame|herr|frau|herrn|hr|fr|dipl|ing|mag|m|mme|mlle|madame|monsieur|sr|sra|srta|don|dona|sig|sigra|dott|dottssa|dhr|mevr|pan|pani|bay|bayan|г н|г жа|السيد|السيدة|様|先生|女士)[.\s]*)+$/iu;
/** Words of letters, with the signs that names have. */
const PERSON = /^[\p{L}\p{M}][\p{L}\p{M}'’.`-]*(?:[ ,·・]{1,2}[\p{L}\p{M}][\p{L}\p{M}'’.`-]*){0,5}$/u;
const MAX_NAME = 80;

/**
 * Counts the forms of a column's cells. Pure.
 *
 * @param cells the cells of some rows
 * @param emails the e-mail of each row; "": it has none
 */
export function columnContents(cells: readonly string[], emails: readonly string[]): ColumnContents {
  const filled = cells.flatMap((cell, row) => {
    const text = cell.trim();
    return text === "" || PLACEHOLDER.test(text) ? [] : [{ text, email: emails[row] ?? "" }];
  });
  const share = (is: (one: { text: string; email: string }) => boolean) =>
    filled.length ? filled.filter(is).length / filled.length : 0;
  const kinds = new Map(filled.map(({ text }) => [text, cellKind(text)]));
  const ofKind = (...wanted: string[]) => share(({ text }) => wanted.includes(kinds.get(text) ?? ""));
  return {
    filled: filled.length,
    email: share(({ text }) => kinds.get(text) === "email" && isOnlyEmails(text)),
    phone: ofKind("phone"),
    other: ofKind("date", "url", "yes_no"),
    number: ofKind("number"),
    prefix: share(({ text }) => text.length < 20 && PREFIX.test(text)),
    personName: share(({ text }) => text.length <= MAX_NAME && PERSON.test(text)),
    likeEmail: share(({ text, email }) => text.length <= MAX_NAME && sharesWord(text, localPart(email))),
    likeDomain: share(({ text, email }) => text.length <= MAX_NAME && sharesWord(text, domain(email))),
    distinct: filled.length ? new Set(filled.map(({ text }) => text.toLowerCase())).size / filled.length : 0,
    oneWord: share(({ text }) => !/\s/.test(text)),
  };
}

const localPart = (email: string) => email.slice(0, Math.max(0, email.lastIndexOf("@"))).toLowerCase();
const domain = (email: string) => email.slice(email.lastIndexOf("@") + 1).toLowerCase();

/** Whether a cell has e-mails and nothing else. */
function isOnlyEmails(text: string): boolean {
  return text.split(/[\s,;|]+|:::/).every((part) => part === "" || /^<?[^\s@]+@[^\s@]+>?$/.test(part));
}

/** Whether a word of a name, of three letters at least, is in a part of an e-mail. */
function sharesWord(name: string, part: string): boolean {
  return part !== "" && foldWords(name).some((word) => word.length >= 3 && part.includes(word));
}

function foldWords(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/ä/g, "ae")
    .replace(/ö/g, "oe")
    .replace(/ü/g, "ue")
    .replace(/ß/g, "ss")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .split(/[^\p{L}]+/u);
}
