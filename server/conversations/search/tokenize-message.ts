import { asciiDigits } from "../../../shared/rules/digits.ts";
import { wellFormed } from "../../../shared/rules/well-formed.ts";
import {
  foldText,
  isAscii,
  MAX_TERM,
  MIN_DIGITS,
  numberTerm,
  otherSpellings,
  removePrefixes,
  truncateTerm,
  withoutArticle,
} from "../../platform/search/words.ts";

/** A term of a text, and the piece of the text that it stands for. */
export interface Token {
  readonly term: string;
  /** The index of the first character of the piece. */
  readonly start: number;
  /** The end of the piece if a query has the first `length` characters of the term. */
  readonly end: (length: number) => number;
}

/** So many characters of a text are searched: a message has fewer, a mail may have more. */
export const MAX_SEARCHED = 20_000;
/** The most terms of one text: those of a message in any language. */
const MAX_TERMS = 6_000;
/** The characters of a term of a text without spaces, and the digits of one of a number. Longer queries are divided. */
const MAX_CHARACTERS = 6;
const MAX_DIGITS = 15;
/** The longest query, in characters, and the most terms of one. */
export const MAX_QUERY = 200;
const MAX_QUERY_TERMS = 16;

/** The scripts that are written without spaces between words. */
const UNSPACED_CLASS =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ー々〆\uff70";
const WORD = new RegExp(`(?:(?![${UNSPACED_CLASS}])[\\p{L}\\p{N}\\p{M}\\p{Cf}])+`, "gu");
/** A text without spaces, which may be divided by a line break or by a space between the parts of a name. */
const UNSPACED_RUN = new RegExp(
  `[${UNSPACED_CLASS}](?:\\s{0,2}[${UNSPACED_CLASS}\\p{M}\uff9e\uff9f])*`,
  "gu",
);
/** A character with its marks, also those of half width. */
const UNSPACED_CHARACTER = /\S[\p{M}\uff9e\uff9f]*/gu;
/** Characters that folding does not change, but for those of compatibility. To fold each takes longer than all the rest. */
const IDEOGRAPHS = /^\p{Unified_Ideograph}+$/u;
/** A number, which may be divided as phones and order numbers are. */
const NUMBER = /\p{Nd}(?:[ \u00a0\u2009\u202f().\-/\p{Pd}\p{Cf}]{0,3}\p{Nd})*/gu;

/** So many characters of a word count: folded, they are more than a term has, unless it is a word that nobody searches. */
const MAX_WORD = 4 * MAX_TERM;

const foldWord = (word: string): string => {
  const folded = foldText(word.slice(0, MAX_WORD));
  // a character on its own may be folded to a space and a mark
  const unspaced = /\s/.test(folded) ? folded.replace(/\s+/gu, "") : folded;
  return isAscii(unspaced) ? unspaced : asciiDigits(unspaced);
};

/**
 * The terms of a text, with their places in it: each word without accents and case, its other spellings, a compound
 * without its punctuation, each part of a text without spaces, and each part of a number. Pure.
 */
export function* tokensOf(text: string): Generator<Token> {
  for (const match of text.matchAll(/\S+/g)) yield* tokensOfWord(match[0], match.index);
  if (!isAscii(text)) for (const match of text.matchAll(UNSPACED_RUN)) yield* tokensOfUnspaced(match);
  for (const match of text.matchAll(NUMBER)) yield* tokensOfNumber(match);
}

function* tokensOfWord(word: string, at: number): Generator<Token> {
  const parts = [...word.matchAll(WORD)];
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last) return;
  for (const { 0: part, index } of parts) {
    const [start, end] = [at + index, at + index + part.length];
    const token = (term: string): Token => ({ term: truncateTerm(term), start, end: () => end });
    yield token(foldWord(part));
    if (mayBeSpelledOtherwise(part))
      for (const term of otherSpellings(part.slice(0, MAX_WORD))) yield token(term);
  }
  if (parts.length === 1 || word.length > 2 * MAX_TERM) return;
  const [start, end] = [at + first.index, at + last.index + last[0].length];
  const pieces = parts.map(({ 0: part, index }) => ({
    folded: foldWord(part),
    end: at + index + part.length,
  }));
  yield { term: joinTerm(pieces), start, end: (length) => endOfPieces(pieces, length) };
  if (word.includes("@"))
    yield { term: truncateTerm(foldWord(withoutEnds(word, first, last))), start, end: () => end };
}

/** A piece of a term that is put together, and where it ends in the text. */
interface Piece {
  readonly folded: string;
  readonly end: number;
}

const joinTerm = (pieces: readonly Piece[]): string =>
  truncateTerm(pieces.map(({ folded }) => folded).join(""));

/** The end of the piece that has the last of the first `length` characters of the joined term. */
function endOfPieces(pieces: readonly Piece[], length: number): number {
  let left = length;
  for (const { folded, end } of pieces) {
    left -= folded.length;
    if (left <= 0) return end;
  }
  return pieces.at(-1)?.end ?? 0;
}

/** A word from its first part to its last, without the punctuation around it. */
const withoutEnds = (word: string, first: RegExpExecArray, last: RegExpExecArray) =>
  word.slice(first.index, last.index + last[0].length);

/** Whether `otherSpellings` has to be asked, which takes longer than all the rest. */
const mayBeSpelledOtherwise = (word: string) => !isAscii(word) || /[ao]e|ue|aa/i.test(word);

function* tokensOfUnspaced({ 0: run, index }: RegExpExecArray): Generator<Token> {
  const isFolded = IDEOGRAPHS.test(run) && run.normalize("NFKC") === run;
  const characters = [...run.matchAll(UNSPACED_CHARACTER)].map(({ 0: character, index: at }) => ({
    folded: isFolded ? character : foldWord(character.normalize("NFKC")),
    start: index + at,
    end: index + at + character.length,
  }));
  yield* tokensOfParts(characters, characters.length, MAX_CHARACTERS);
}

function* tokensOfNumber({ 0: number, index }: RegExpExecArray): Generator<Token> {
  const digits = [...number.matchAll(/\p{Nd}/gu)].map(({ 0: digit, index: at }) => ({
    folded: asciiDigits(digit),
    start: index + at,
    end: index + at + digit.length,
  }));
  yield* tokensOfParts(digits, Math.max(1, digits.length - MIN_DIGITS + 1), MAX_DIGITS);
}

/** A token of `size` parts for each of the first `starts` parts. */
function* tokensOfParts(
  parts: readonly (Piece & { readonly start: number })[],
  starts: number,
  size: number,
): Generator<Token> {
  // one text of all parts, of which each term is a slice: to join the parts of each term takes the most time of a search
  const folded = parts.map((part) => part.folded).join("");
  let from = 0;
  let to = parts.slice(0, size - 1).reduce((length, part) => length + part.folded.length, 0);
  for (const [at, part] of parts.slice(0, starts).entries()) {
    to += parts[at + size - 1]?.folded.length ?? 0;
    const end = (length: number) => endOfPieces(parts.slice(at, at + size), length);
    yield { term: truncateTerm(folded.slice(from, to)), start: part.start, end };
    from += part.folded.length;
  }
}

/** The part of a text that is searched. */
export const searchedPart = (text: string): string => wellFormed(text.slice(0, MAX_SEARCHED));

/**
 * The terms by which a message is found: lower case, unique, at most 60 characters each and 6,000 of them. A search finds
 * the message when each term of the query is a prefix of one. Pure.
 */
export function messageTerms(text: string): string[] {
  const terms = new Set<string>();
  for (const { term } of tokensOf(searchedPart(text))) {
    if (term) terms.add(term);
    if (terms.size === MAX_TERMS) break;
  }
  return removePrefixes([...terms]);
}

/**
 * The terms of a query, in the order in which they were typed; none if it contains nothing that can be searched. Pure.
 *
 * @param query more than 200 characters of it are ignored
 */
export function messageQueryTerms(query: string): string[] {
  const typed = wellFormed(query.slice(0, MAX_QUERY));
  const number = numberTerm(typed);
  const terms =
    number === null ? typed.split(/\s+/).flatMap(termsOfQueryWord) : windows([...number], MAX_DIGITS);
  return [...new Set(terms.filter(Boolean))].slice(0, MAX_QUERY_TERMS);
}

function termsOfQueryWord(word: string): string[] {
  const parts = [...word.matchAll(WORD)];
  const [first, last] = [parts[0], parts.at(-1)];
  const unspaced = [...word.matchAll(UNSPACED_RUN)].flatMap(([run]) =>
    windows(run.match(UNSPACED_CHARACTER) ?? [], MAX_CHARACTERS).map((some) =>
      foldWord(some.normalize("NFKC")),
    ),
  );
  const isAddress = first && last && parts.length > 1 && word.includes("@") && word.length <= 2 * MAX_TERM;
  const words = isAddress
    ? [truncateTerm(foldWord(withoutEnds(word, first, last)))]
    : parts.flatMap(([part]) => termsOfFoldedWord(foldWord(part)));
  return [...words, ...unspaced];
}

function termsOfFoldedWord(word: string): string[] {
  if (/^\d+$/.test(word)) return windows([...word], MAX_DIGITS);
  return [truncateTerm(withoutArticle(word) ?? word)];
}

/** A text that is longer than a term, as terms that overlap. */
function windows(characters: readonly string[], size: number): string[] {
  const starts = Math.max(1, characters.length - size + 1);
  return Array.from({ length: starts }, (_, at) => characters.slice(at, at + size).join(""));
}
