import { foldText } from "../../platform/search/words.ts";
import { toLatin } from "./forms-by-language.ts";
import { areFormsOfOneName, isGivenName } from "./given-names.ts";

/** The number of letters in which two words may differ, by the length of the shorter one. */
const TOLERANCE = [
  { from: 9, differ: 2 },
  { from: 5, differ: 1 },
] as const;

/** Words before or after a name that are no part of it. */
const TITLES = new Set(
  "dr prof mr mrs ms miss herr frau hr mme mlle sra srta sig dipl ing mag phd md msc bsc mba".split(" "),
);
/** Words that tell a parent from a child of the same name. */
const GENERATIONS = new Set("jr sr junior senior ii iii iv".split(" "));

/** The words of a name, the given names first. */
interface NameWords {
  readonly words: readonly string[];
  readonly generation: string;
}

/**
 * Makes a function that tells whether a name is similar to a given one: their words may be in another order, may differ
 * in case, accents, titles, further given names and (long words) in a letter that is wrong, missing, added or swapped with
 * its neighbour; a given name may be a short form or the initial of the other. Two given names that differ in a letter but
 * are two names (Michael and Michaela) are not similar.
 */
export function similarNameMatcher(name: string): (other: string) => boolean {
  const one = readName(name);
  return (otherName) => {
    const other = readName(otherName);
    if (one.generation !== other.generation || !one.words.length || !other.words.length) return false;
    if (one.words.join("") === other.words.join("")) return true;
    const isShorter = one.words.length < other.words.length;
    const [shorter, longer] = isShorter ? [one.words, other.words] : [other.words, one.words];
    if (shorter.length < 2) return false;
    if (shorter.length < longer.length) return isWithin(shorter, longer);
    return pairUp(shorter, longer) || pairUp(longer, shorter);
  };
}

/** Splits a name into folded words. A comma tells that the family name comes first. */
function readName(name: string): NameWords {
  const folded = foldText(name);
  const [before = "", after = "", ...more] = folded.split(",");
  const isReversed = !more.length && splitWords(after).some((word) => !GENERATIONS.has(word));
  const words = splitWords(isReversed ? `${after} ${before}` : folded);
  const named = words.filter((word) => !TITLES.has(word) && !GENERATIONS.has(word));
  const generation = words.filter((word) => GENERATIONS.has(word)).join(" ");
  return named.length ? { words: named, generation } : { words, generation: "" };
}

/** Splits a folded text into words. One with a hyphen or an apostrophe is one word. */
function splitWords(text: string): string[] {
  return text
    .replace(/(?<=\p{L})[-‐‑'](?=\p{L})/gu, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map(toLatin);
}

/** Whether a longer name is the shorter one with further names after the first: whole words, without misspellings. */
function isWithin([first = "", ...others]: readonly string[], longer: readonly string[]): boolean {
  const [longerFirst = "", ...rest] = longer;
  const isSameGivenName = areSpelledAlike(first, longerFirst) || areFormsOfOneName(first, longerFirst);
  if (first.length < 2 || !isSameGivenName) return false;
  let at = 0;
  for (const word of others) {
    const found = rest.findIndex(
      (other, index) => index >= at && other.length > 1 && areSpelledAlike(word, other),
    );
    if (found < 0) return false;
    at = found + 1;
  }
  return true;
}

/** Whether each word is similar to a word of its own among the others, and at least one pair consists of whole words. */
function pairUp(words: readonly string[], others: readonly string[]): boolean {
  const left = placed(others);
  let wholePairs = 0;
  for (const one of placed(words)) {
    const index = findCounterpart(one, left);
    if (index < 0) return false;
    if (one.word.length > 1 && (left[index]?.word.length ?? 0) > 1) wholePairs++;
    left.splice(index, 1);
  }
  // two names that share only initials are not similar
  return wholePairs > 0;
}

interface PlacedWord {
  readonly word: string;
  /** Whether it is the last of the name, as a family name is. */
  readonly isLast: boolean;
}

function placed(words: readonly string[]): PlacedWord[] {
  return words.map((word, index) => ({ word, isLast: index === words.length - 1 }));
}

/** The index of the same word, otherwise of a similar one, otherwise of an initial; -1: none. */
function findCounterpart({ word, isLast }: PlacedWord, others: readonly PlacedWord[]): number {
  const same = others.findIndex((other) => areSpelledAlike(word, other.word));
  if (same >= 0) return same;
  const similar = others.findIndex((other) =>
    isLast && other.isLast
      ? isMisspelled(word, other.word)
      : areFormsOfOneName(word, other.word) || isMisspelledGivenName(word, other.word),
  );
  if (similar >= 0) return similar;
  return others.findIndex(
    (other) => (word.length === 1 || other.word.length === 1) && word.charAt(0) === other.word.charAt(0),
  );
}

/** Whether two words are the same but for the spelling of umlauts: Müller and Mueller. */
function areSpelledAlike(a: string, b: string): boolean {
  const plain = (word: string) => word.replace(/([aou])e/g, "$1");
  return a === b || (a.length > 1 && b.length > 1 && plain(a) === plain(b));
}

/** A misspelling keeps the first and the last letter; two common names are no misspellings of one. */
function isMisspelledGivenName(a: string, b: string): boolean {
  const first = (word: string) => word.charAt(0).replace("k", "c");
  if (first(a) !== first(b) || a.at(-1) !== b.at(-1)) return false;
  return !(isGivenName(a) && isGivenName(b)) && isMisspelled(a, b);
}

function isMisspelled(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  const allowed = TOLERANCE.find(({ from }) => shorter >= from)?.differ ?? 0;
  return Math.abs(a.length - b.length) <= allowed && editDistance(a, b) <= allowed;
}

/** The edit distance: letters that are changed, added, left out, or swapped with their neighbour (Damerau-Levenshtein). */
function editDistance(a: string, b: string): number {
  let rowBeforeLast: number[] = [];
  let lastRow = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((lastRow[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (lastRow[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (rowBeforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    rowBeforeLast = lastRow;
    lastRow = row;
  }
  return lastRow[b.length] ?? 0;
}
