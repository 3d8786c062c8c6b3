/**
 * An address of a web page as far as it can reach: up to a space, a bracket of markup or a quotation mark, to punctuation
 * or a bracket beyond ASCII (texts of some scripts have no spaces), or to an invisible mark of direction. A pair of
 * full-width parentheses can be a part of the address.
 */
const CANDIDATE =
  /https?:\/\/(?:[^\s<>"`\p{Term}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069]|[!(),.:;?[\]{}‘’]|（[^\s<>"`:/（）\p{Term}]{1,99}）)+/giu;
/** A character that ends a sentence, not an address: of ASCII these, otherwise all punctuation. */
const TRAILING = /[.,;:!?'*]|[^ -~）\P{P}]/u;
/** The closing brackets of ASCII, each with the bracket that opens it. */
const BRACKETS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/**
 * The part of a candidate that is an address: without trailing punctuation, and without closing brackets that it does
 * not open itself. One pass from the end: the cost grows with the length, whatever the text is.
 */
function trimTrailing(candidate: string): string {
  const count = (character: string) => candidate.split(character).length;
  const unopened: Record<string, number> = {};
  let end = candidate.length;
  for (; ; end--) {
    const last = candidate.charAt(end - 1);
    const opening = BRACKETS[last];
    if (opening) {
      unopened[last] ??= count(last) - count(opening);
      if (unopened[last]-- > 0) continue;
    }
    if (!TRAILING.test(last)) return candidate.slice(0, end);
  }
}

/** A host that is no longer than a domain can be: the URL parser takes quadratic time for its letters beyond ASCII. */
const SHORT_HOST = /^\w+:\/\/[^/?#]{1,253}(?![^/?#])/;

function isAddress(text: string): boolean {
  try {
    return SHORT_HOST.test(text) && !!new URL(text);
  } catch {
    return false; // no host, or not a possible one
  }
}

/**
 * Splits a text at its web addresses (http and https only). The widget and the dashboard both use it, so both sides of
 * a conversation see the same links.
 *
 * @returns plain text and addresses in turn, beginning and ending with plain text, which may be empty; joined, they are
 *   the text again
 */
export function splitLinks(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const { 0: candidate, index } of text.matchAll(CANDIDATE)) {
    const address = trimTrailing(candidate);
    if (!isAddress(address)) continue;
    parts.push(text.slice(start, index), address);
    start = index + address.length;
  }
  return [...parts, text.slice(start)];
}
