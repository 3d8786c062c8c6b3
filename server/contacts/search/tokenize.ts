import { asciiDigits } from "../../../shared/rules/digits.ts";
import { PLAIN_LETTERS, toHiragana } from "../../platform/sort-key.ts";
import { mailboxKey } from "../identity/mailbox-key.ts";
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

/** A contact with several e-mails and phones has some fifty. */
const MAX_TERMS = 96;
/** Characters of a term. */
const MAX_LENGTH = 60;
/** The fewest digits of a phone that find it wherever they are in it. */
const MIN_DIGITS = 4;

const ASCII = /^[\0-\x7f]*$/;

/** Folds a text for search: lower case, without accents and invisible characters, Katakana as Hiragana. */
export function foldText(text: string): string {
  const lower = text.toLowerCase();
  // most texts are ASCII, and folding changes nothing else in them
  if (ASCII.test(lower)) return lower;
  return toHiragana(lower.normalize("NFKD"))
    .replace(/[\p{M}\p{Cf}ـ]/gu, "")
    .replace(/[^\0-\x7f]/g, (letter) => FOLDED_CHARACTERS[letter] ?? letter);
}

/** Characters that Unicode does not decompose. */
const FOLDED_CHARACTERS: Readonly<Record<string, string>> = { ...PLAIN_LETTERS, ة: "ه", "’": "'", ʼ: "'" };

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

/** Letters that are also written with two: Müller and Mueller, Søren and Soeren. */
const TWO_LETTERS: Readonly<Record<string, string>> = {
  ä: "ae",
  ö: "oe",
  ü: "ue",
  å: "aa",
  ø: "oe",
  æ: "ae",
  œ: "oe",
};

/** The other spellings of the words of a text that a search by one of them has to find. */
function otherSpellings(text: string): string[] {
  const words = splitWords(text).flatMap(wordVariants);
  const lower = text.normalize("NFC").toLowerCase();
  const spelledOut = lower.replace(/[äöüåøæœ]/g, (letter) => TWO_LETTERS[letter] ?? letter);
  return [
    ...(spelledOut === lower ? [] : splitWords(spelledOut).flatMap(wordVariants)),
    ...words.flatMap((word) => (/[ao]e|ue|aa/.test(word) ? word.replace(/([aou])e|a(a)/g, "$1$2") : [])),
    ...words.flatMap((word) => withoutArticle(word) ?? []),
  ];
}

/** An Arabic word without its article; null: it has none, or what is left is too short to be a word. */
const withoutArticle = (word: string): string | null => /^ال(.{3,})$/u.exec(word)?.[1] ?? null;

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々〆]+/gu;

/**
 * Chinese, Japanese and Korean names have no spaces between their parts, so that each of their characters may be the first
 * of a query: the text from each of them to its end.
 */
function suffixesOfUnspaced(text: string): string[] {
  if (ASCII.test(text)) return [];
  const characters = [...(text.normalize("NFKC").match(UNSPACED)?.join("") ?? "")];
  return characters.map((_, at) => foldText(characters.slice(at).join("")));
}

/** The terms of a text of words, the most important first. */
function textTerms(text: string, max: number): string[] {
  const words = splitWords(text).flatMap(wordVariants);
  return [
    ...words.slice(0, max),
    ...suffixesOfUnspaced(text).slice(0, 2 * max),
    ...otherSpellings(text).slice(0, max),
  ];
}

/** The term by which the duplicate scan finds the contacts with one mailbox; null: none, or it is too long for a term. */
export function mailboxTerm(email: string): string | null {
  const key = trimPunctuation(mailboxKey(email) ?? "");
  return key && key.length <= MAX_LENGTH ? key : null;
}

function emailTerms(email: string): string[] {
  const shown = showEmail(email.trim());
  const typed = foldText(shown);
  const local = typed.slice(0, typed.lastIndexOf("@"));
  const domain = typed.slice(typed.lastIndexOf("@") + 1);
  const spelled = otherSpellings(shown.slice(0, shown.lastIndexOf("@")));
  return [
    ...[
      typed,
      normalizeEmail(email) ?? typed,
      mailboxTerm(email) ?? typed,
      ...wordVariants(local),
      domain,
    ].slice(0, 9),
    ...spelled.slice(0, 4),
  ].map(trimPunctuation);
}

/** The digits of a phone from each of them to the last, so that any four in a row are the beginning of a term. */
function phoneTerms(phone: string): string[] {
  const digits = phone.replace(/\D/g, "");
  const starts = Math.max(1, digits.length - MIN_DIGITS + 1);
  return Array.from({ length: starts }, (_, start) => digits.slice(start));
}

/**
 * The terms of a contact: folded, at most 60 characters each, at most 96 of them. A search finds the contact when each
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
  const [firstEmails, ...otherEmails] = emails.map(emailTerms);
  const [firstPhones, ...otherPhones] = phones.map(phoneTerms);
  const terms = [
    foldText(id),
    ...(firstEmails ?? []),
    ...(firstPhones ?? []),
    ...textTerms(name ?? "", 12),
    trimPunctuation(foldText(userId ?? "")).replace(/\s+/g, " "),
    ...organizations.flatMap((organization) => textTerms(organization, 8)).slice(0, 30),
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
  const number = asciiDigits(typed.normalize("NFKC"));
  if (/^\+?[\d\s().\-/\p{Pd}\p{Cf}]+$/u.test(number) && /\d/.test(number)) {
    const digits = number.replace(/\D/g, "");
    // a full number has the prefix 00 or 0 that is dialled; a short one may be a part that begins with a zero
    const isDialled = !number.startsWith("+") && digits.length > 8;
    return [truncate(isDialled ? digits.replace(/^00?/, "") : digits)];
  }
  const words = splitWords(typed).map((word) => truncate(withoutArticle(word) ?? word));
  return [...new Set(words)].slice(0, 8);
}

function truncate(term: string): string {
  if (term.length <= MAX_LENGTH) return term;
  return [...term].slice(0, MAX_LENGTH).join("");
}
