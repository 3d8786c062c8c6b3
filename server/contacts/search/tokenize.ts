import { normalizeEmail } from "../identity/normalize-email.ts";
import { showEmail } from "../identity/show-email.ts";

/** The values by which search finds a contact. */
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
/** Characters of a term. */
const MAX_LENGTH = 60;
/** The suffixes of a phone that people search by, in digits: extensions, and numbers without the country code. */
const PHONE_SUFFIX_LENGTHS = [4, 7, 8, 9, 10];

/** Letters that Unicode does not decompose into a base letter and an accent. */
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

/** Folds a text for search: lower case, without accents. */
export function foldText(text: string): string {
  const lower = text.toLowerCase();
  // most texts are ASCII, and folding changes nothing else in them
  if (ASCII.test(lower)) return lower;
  return lower
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[ßæœøłđðþı’]/g, (letter) => FOLDED_LETTERS[letter] ?? letter);
}

/** A word without surrounding punctuation. */
function trimPunctuation(word: string): string {
  if (/^[a-z\d](.*[a-z\d])?$/.test(word)) return word;
  return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}

/** Splits a text at spaces into folded words. */
function splitWords(text: string): string[] {
  return foldText(text).split(/\s+/).map(trimPunctuation).filter(Boolean);
}

/** A word, its parts, and the parts joined: `o'brien-smith`, `o`, `brien`, `smith`, `obriensmith`. */
function wordVariants(word: string): string[] {
  const parts = word.split(/[^\p{L}\p{N}]+/u);
  return [word, ...(parts.length > 1 ? [...parts, parts.join("")] : [])];
}

function emailTerms(email: string): string[] {
  const typed = foldText(showEmail(email.trim()));
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
 * The terms of a contact: folded, at most 60 characters each, at most 40 of them. A search finds the contact when each
 * word of the query is a prefix of a term. If there are too many terms, those that people search by most come first, and
 * the number of terms of each kind is limited, so that none crowds out the next. Pure.
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

/** Removes the terms that are a prefix of another term, which finds the same. A third of all terms are. */
function removePrefixes(terms: string[]): string[] {
  terms.sort();
  return terms.filter((term, at) => !terms[at + 1]?.startsWith(term));
}

/** The terms of a query; none if it contains nothing that can be searched. A phone may be typed in any format. Pure. */
export function queryTerms(query: string): string[] {
  const typed = query.trim();
  if (/^\+?[\d\s().\-/]+$/.test(typed) && /\d/.test(typed)) {
    const digits = typed.replace(/\D/g, "");
    // a full number has the prefix 00 or 0 that is dialled; a short one may be a suffix that begins with a zero
    const isDialled = !typed.startsWith("+") && digits.length > 8;
    return [truncate(isDialled ? digits.replace(/^00?/, "") : digits)];
  }
  return [...new Set(splitWords(typed).map(truncate))].slice(0, 8);
}

function truncate(term: string): string {
  if (term.length <= MAX_LENGTH) return term;
  return [...term].slice(0, MAX_LENGTH).join("");
}
