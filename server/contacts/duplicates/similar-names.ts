import { foldText } from "../search/tokenize.ts";

/** The number of letters in which two words may differ, by the length of the shorter one. */
const TOLERANCE = [
  { from: 9, differ: 2 },
  { from: 5, differ: 1 },
] as const;

/**
 * Makes a function that tells whether a name is similar to a given one: their words may be in another order, may differ
 * in case, accents and (long words) in a letter that is wrong, missing, added or swapped with its neighbour, and one
 * word may be the initial of the other.
 */
export function similarNameMatcher(name: string): (other: string) => boolean {
  const words = splitWords(name);
  return (otherName) => {
    const otherWords = splitWords(otherName);
    if (words.join() === otherWords.join()) return words.length > 0;
    if (words.length !== otherWords.length || words.length < 2) return false;
    return pairUp(words, otherWords) || pairUp(otherWords, words);
  };
}

/** Whether each word is similar to a word of its own among the others, and at least one pair consists of whole words. */
function pairUp(words: readonly string[], others: readonly string[]): boolean {
  const left = [...others];
  let wholePairs = 0;
  for (const word of words) {
    const index = findCounterpart(word, left);
    if (index < 0) return false;
    if (word.length > 1 && (left[index]?.length ?? 0) > 1) wholePairs++;
    left.splice(index, 1);
  }
  // two names that share only initials are not similar
  return wholePairs > 0;
}

function splitWords(name: string): string[] {
  return foldText(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

/** The index of the same word, otherwise of a similar one, otherwise of an initial; -1: none. */
function findCounterpart(word: string, words: readonly string[]): number {
  const same = words.indexOf(word);
  if (same >= 0) return same;
  const similar = words.findIndex((other) => isSimilarWord(word, other));
  if (similar >= 0) return similar;
  return words.findIndex(
    (other) => (word.length === 1 || other.length === 1) && word.charAt(0) === other.charAt(0),
  );
}

function isSimilarWord(a: string, b: string): boolean {
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
