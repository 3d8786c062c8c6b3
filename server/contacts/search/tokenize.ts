import { normalizeEmail } from "../identity/normalize-email.ts";

/** What a contact can be found by. */
export interface SearchableContact {
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
const PHONE_SUFFIX_LENGTHS = [4, 7, 8, 9, 10];

/** Letters that do not come apart into a plain letter and an accent. */
const FOLDED_LETTERS: Readonly<Record<string, string>> = {
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
export function foldText(text: string): string {
  const lower = text.toLowerCase();
  // as most texts are: nothing more would change
  if (ASCII.test(lower)) return lower;
  return lower
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[ßæœøłđðþı’]/g, (letter) => FOLDED_LETTERS[letter] ?? letter);
}

/** A word without the punctuation around it, which people leave out or add when they search. */
function trimPunctuation(word: string): string {
  if (/^[a-z\d](.*[a-z\d])?$/.test(word)) return word;
  return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}

/** Words between spaces. */
function splitWords(text: string): string[] {
  return foldText(text).split(/\s+/).map(trimPunctuation).filter(Boolean);
}

/** A word and what it is made of: `o'brien-smith`, `o`, `brien`, `smith`, `obriensmith`. */
function wordVariants(word: string): string[] {
  const parts = word.split(/[^\p{L}\p{N}]+/u);
  return [word, ...(parts.length > 1 ? [...parts, parts.join("")] : [])];
}

function emailTerms(email: string): string[] {
  const typed = foldText(email.trim());
  const local = typed.slice(0, typed.lastIndexOf("@"));
  const domain = typed.slice(typed.lastIndexOf("@") + 1);
  return [typed, normalizeEmail(email) ?? typed, ...wordVariants(local), domain].map(trimPunctuation);
}

function phoneTerms(phone: string): string[] {
  const digits = phone.replace(/\D/g, "");
  return [
    digits,
    ...PHONE_SUFFIX_LENGTHS.filter((count) => count < digits.length).map((count) => digits.slice(-count)),
  ];
}

/**
 * The words by which a contact is found: lower-case, without accents, each at most 60 characters, at most 40 in all.
 * A search finds the contact when each of its words begins one of these. Where there are more, what people search by
 * most comes first, and no part leaves the next without room.
 */
export function contactTerms({
  id,
  name,
  emails,
  phones,
  organizations,
  userId,
  aliases,
}: SearchableContact): string[] {
  const [firstEmails, ...otherEmails] = emails.map((email) => emailTerms(email).slice(0, 8));
  const [firstPhones, ...otherPhones] = phones.map(phoneTerms);
  const terms = [
    foldText(id),
    ...(firstEmails ?? []),
    ...(firstPhones ?? []),
    ...splitWords(name ?? "")
      .flatMap(wordVariants)
      .slice(0, 12),
    trimPunctuation(foldText(userId ?? "")).replace(/\s+/g, " "),
    ...organizations.flatMap(splitWords).flatMap(wordVariants).slice(0, 6),
    ...aliases.map(foldText).slice(0, 8),
    ...otherEmails.flat(),
    ...otherPhones.flat(),
  ];
  return removePrefixes([...new Set(terms.filter(Boolean).map(truncate))].slice(0, MAX_TERMS));
}

/** A word that another one begins with is found with that one: a third of the index is such words. */
function removePrefixes(terms: string[]): string[] {
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
    return [truncate(isDialled ? digits.replace(/^00?/, "") : digits)];
  }
  return [...new Set(splitWords(typed).map(truncate))].slice(0, 8);
}

function truncate(term: string): string {
  if (term.length <= MAX_LENGTH) return term;
  return [...term].slice(0, MAX_LENGTH).join("");
}
