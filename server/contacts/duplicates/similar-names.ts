import { foldText } from "../search/tokenize.ts";

/** How many letters two words may differ in, by the length of the shorter. */
const TOLERANCE = [
  { from: 9, differ: 2 },
  { from: 5, differ: 1 },
] as const;

/**
 * Tells of names whether they are nearly the same as one: in any order, without case and accents, with a letter wrong,
 * missing, added or turned around in long words, or with a first name that is only its first letter.
 */
export function similarNameMatcher(name: string): (other: string) => boolean {
  const one = wordsOf(name);
  return (to) => {
    const other = wordsOf(to);
    if (one.join() === other.join()) return one.length > 0;
    if (one.length !== other.length || one.length < 2) return false;
    return meet(one, other) || meet(other, one);
  };
}

/** Whether each word has a counterpart of its own. */
function meet(one: readonly string[], other: readonly string[]): boolean {
  const left = [...other];
  let whole = 0;
  for (const word of one) {
    const at = bestOf(word, left);
    if (at < 0) return false;
    if (word.length > 1 && (left[at]?.length ?? 0) > 1) whole++;
    left.splice(at, 1);
  }
  // two initials say nothing
  return whole > 0;
}

function wordsOf(name: string): string[] {
  return foldText(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

function bestOf(word: string, among: readonly string[]): number {
  const same = among.indexOf(word);
  if (same >= 0) return same;
  const near = among.findIndex((other) => differsLittle(word, other));
  if (near >= 0) return near;
  return among.findIndex(
    (other) => (word.length === 1 || other.length === 1) && word.charAt(0) === other.charAt(0),
  );
}

function differsLittle(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  const allowed = TOLERANCE.find(({ from }) => shorter >= from)?.differ ?? 0;
  return Math.abs(a.length - b.length) <= allowed && distance(a, b) <= allowed;
}

/** How many letters must be changed, added, left out, or turned around with their neighbour. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
