import { asciiDigits } from "../../../shared/rules/digits.ts";
import { PLAIN_LETTERS, toHiragana } from "../sort-key.ts";

/** The longest term of an index, in characters. */
export const MAX_TERM = 60;
/** The fewest digits of a number that find it wherever they are in it. */
export const MIN_DIGITS = 4;

/** Whether a text is ASCII, as most are: nothing but upper case is folded in it. */
export const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);

/** Folds a text for search: lower case, without accents and invisible characters, Katakana as Hiragana. */
export function foldText(text: string): string {
  const lower = text.toLowerCase();
  if (isAscii(lower)) return lower;
  return toHiragana(lower.normalize("NFKD"))
    .replace(/[\p{M}\p{Cf}ـ]/gu, "")
    .replace(/[^\0-\x7f]/g, (letter) => FOLDED_CHARACTERS[letter] ?? letter);
}

/** Characters that Unicode does not decompose. */
const FOLDED_CHARACTERS: Readonly<Record<string, string>> = { ...PLAIN_LETTERS, ة: "ه", "’": "'", ʼ: "'" };

/** A word without surrounding punctuation. */
export function trimPunctuation(word: string): string {
  if (/^[a-z\d](.*[a-z\d])?$/.test(word)) return word;
  return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}

/** Splits a text at spaces into folded words. */
export function splitWords(text: string): string[] {
  return foldText(text).split(/\s+/).map(trimPunctuation).filter(Boolean);
}

/** A word, its parts, and the parts joined: `o'brien-smith`, `o`, `brien`, `smith`, `obriensmith`. */
export function wordVariants(word: string): string[] {
  if (/^[a-z\d]*$/.test(word)) return [word];
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

/** Whether a word of an ASCII text, or its parts joined, may have two vowels that stand for one. */
const MAY_HAVE_TWO_VOWELS = /[aou][^a-z\d\s]*e|a[^a-z\d\s]*a/i;

/** The other spellings of the words of a text that a search by one of them has to find. */
export function otherSpellings(text: string): string[] {
  if (isAscii(text) && !MAY_HAVE_TWO_VOWELS.test(text)) return [];
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
export const withoutArticle = (word: string): string | null => /^ال(.{3,})$/u.exec(word)?.[1] ?? null;

/** Text of the scripts that are written without spaces between names, in Chinese, Japanese and Korean. */
export const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々〆]+/gu;

/** Removes the terms that are a prefix of another term, which finds the same. A third of all terms are. */
export function removePrefixes(terms: string[]): string[] {
  terms.sort();
  return terms.filter((term, at) => !terms[at + 1]?.startsWith(term));
}

/** The digits of a query that is a phone or another number, as indexes have them; null: it is not only a number. Pure. */
export function numberTerm(query: string): string | null {
  const number = asciiDigits(query.trim().normalize("NFKC"));
  if (!/^\+?[\d\s().\-/\p{Pd}\p{Cf}]+$/u.test(number) || !/\d/.test(number)) return null;
  const digits = number.replace(/\D/g, "");
  // a full number has the prefix 00 or 0 that is dialled; a short one may be a part that begins with a zero
  const isDialled = !number.startsWith("+") && digits.length > 8;
  return isDialled ? digits.replace(/^00?/, "") : digits;
}

/** The terms of a query; none if it contains nothing that can be searched. A phone may be typed in any format. Pure. */
export function queryTerms(query: string): string[] {
  const number = numberTerm(query);
  if (number !== null) return [truncateTerm(number)];
  const words = splitWords(query).map((word) => truncateTerm(withoutArticle(word) ?? word));
  return [...new Set(words)].slice(0, 8);
}

/** Cuts a term to the characters that count. */
export function truncateTerm(term: string): string {
  if (term.length <= MAX_TERM) return term;
  return [...term].slice(0, MAX_TERM).join("");
}
