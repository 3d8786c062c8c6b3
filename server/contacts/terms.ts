import { emailKey } from "../../shared/rules/email.ts";

/** What a contact can be found by. */
export interface Findable {
  readonly id: string;
  readonly name: string | null;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly organization: string | null;
}

const MAX_TERMS = 40;
const MAX_LENGTH = 60;
/** The last digits of a phone that people search by: extensions, and numbers without the country's code. */
const PHONE_ENDS = [4, 7, 8, 9, 10];

/** Letters that do not come apart into a plain letter and an accent. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  "’": "'",
};

/** A text as it is searched: lower case, without accents. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[ßæœøłđðþı’]/g, (letter) => PLAIN[letter] ?? letter);
}

/** Words between spaces, without the punctuation around them. */
function words(text: string): string[] {
  return plain(text)
    .split(/\s+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""))
    .filter(Boolean);
}

/** A word and what it is made of: `o'brien-smith`, `o`, `brien`, `smith`, `obriensmith`. */
function spellings(word: string): string[] {
  const parts = word.split(/[^\p{L}\p{N}]+/u);
  return [word, ...(parts.length > 1 ? [...parts, parts.join("")] : [])];
}

function emailTerms(email: string): string[] {
  const typed = plain(email.trim());
  const local = typed.slice(0, typed.lastIndexOf("@"));
  const domain = typed.slice(typed.lastIndexOf("@") + 1);
  return [typed, emailKey(email) ?? typed, ...spellings(local), domain];
}

function phoneTerms(phone: string): string[] {
  const digits = phone.replace(/\D/g, "");
  return [
    digits,
    ...PHONE_ENDS.filter((count) => count < digits.length).map((count) => digits.slice(-count)),
  ];
}

/**
 * The words by which a contact is found: lower-case, without accents, each at most 60 characters, at most 40 in all.
 * A search finds the contact when each of its words begins one of these.
 */
export function termsOf(contact: Findable): string[] {
  const terms = [
    plain(contact.id),
    ...contact.emails.slice(0, 5).flatMap(emailTerms),
    ...contact.phones.slice(0, 3).flatMap(phoneTerms),
    ...words(contact.name ?? "").flatMap(spellings),
    ...words(contact.organization ?? "").flatMap(spellings),
  ];
  return [...new Set(terms.filter(Boolean).map(cut))].slice(0, MAX_TERMS);
}

/** The words of a search; none if there is nothing in it that could be found. A phone may be typed in any way. */
export function queryTerms(query: string): string[] {
  const typed = query.trim();
  if (/^\+?[\d\s().\-/]+$/.test(typed) && /\d/.test(typed)) {
    const digits = typed.replace(/\D/g, "").replace(/^00/, "");
    // a number as dialled within its country: one zero stands for the country's code
    return [cut(digits.length > 8 ? digits.replace(/^0/, "") : digits)];
  }
  return [...new Set(words(typed).map(cut))].slice(0, 8);
}

function cut(term: string): string {
  return [...term].slice(0, MAX_LENGTH).join("");
}
