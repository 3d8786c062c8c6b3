import { normalizeEmail } from "../identity/normalize-email.ts";

/** What a contact can be found by. */
export interface Findable {
  readonly id: string;
  readonly name: string | null;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly organizations: readonly string[];
  readonly userId: string | null;
  /** IDs of records that were merged into this one. */
  readonly aliases: readonly string[];
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

const ASCII = /^[\0-\x7f]*$/;

/** A text as it is searched: lower case, without accents. */
export function plain(text: string): string {
  const lower = text.toLowerCase();
  // as most texts are: nothing more would change
  if (ASCII.test(lower)) return lower;
  return lower
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[ßæœøłđðþı’]/g, (letter) => PLAIN[letter] ?? letter);
}

/** A word without the punctuation around it, which people leave out or add when they search. */
function bare(word: string): string {
  if (/^[a-z\d](.*[a-z\d])?$/.test(word)) return word;
  return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}

/** Words between spaces. */
function words(text: string): string[] {
  return plain(text).split(/\s+/).map(bare).filter(Boolean);
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
  return [typed, normalizeEmail(email) ?? typed, ...spellings(local), domain].map(bare);
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
 * A search finds the contact when each of its words begins one of these. Where there are more, what people search by
 * most comes first, and no part leaves the next without room.
 */
export function termsOf({ id, name, emails, phones, organizations, userId, aliases }: Findable): string[] {
  const [firstEmails, ...otherEmails] = emails.map((email) => emailTerms(email).slice(0, 8));
  const [firstPhones, ...otherPhones] = phones.map(phoneTerms);
  const terms = [
    plain(id),
    ...(firstEmails ?? []),
    ...(firstPhones ?? []),
    ...words(name ?? "")
      .flatMap(spellings)
      .slice(0, 12),
    bare(plain(userId ?? "")).replace(/\s+/g, " "),
    ...organizations.flatMap(words).flatMap(spellings).slice(0, 6),
    ...aliases.map(plain).slice(0, 8),
    ...otherEmails.flat(),
    ...otherPhones.flat(),
  ];
  return withoutBeginnings([...new Set(terms.filter(Boolean).map(cut))].slice(0, MAX_TERMS));
}

/** A word that another one begins with is found with that one: a third of the index is such words. */
function withoutBeginnings(terms: string[]): string[] {
  terms.sort();
  return terms.filter((term, at) => !terms[at + 1]?.startsWith(term));
}

/** The words of a search; none if there is nothing in it that could be found. A phone may be typed in any way. */
export function queryTerms(query: string): string[] {
  const typed = query.trim();
  if (/^\+?[\d\s().\-/]+$/.test(typed) && /\d/.test(typed)) {
    const digits = typed.replace(/\D/g, "");
    // a whole number as it is dialled, from abroad or within its country; a short one may be an end that has zeros
    const isDialled = !typed.startsWith("+") && digits.length > 8;
    return [cut(isDialled ? digits.replace(/^00?/, "") : digits)];
  }
  return [...new Set(words(typed).map(cut))].slice(0, 8);
}

function cut(term: string): string {
  if (term.length <= MAX_LENGTH) return term;
  return [...term].slice(0, MAX_LENGTH).join("");
}
