/** An address of a web page as far as it can reach: up to a space, a bracket of markup or a quotation mark. */
const CANDIDATE = /https?:\/\/[^\s<>"`]+/gi;
/** Characters that end a sentence, not an address. */
const TRAILING = ".,;:!?'*…»”’]}";

/**
 * The part of a candidate that is an address: without trailing punctuation, and without closing parentheses that it
 * does not open itself. One pass from the end: the cost grows with the length, whatever the text is.
 */
function trimTrailing(candidate: string): string {
  let unclosed = candidate.split("(").length - candidate.split(")").length;
  let end = candidate.length;
  for (; ; end--) {
    const last = candidate.charAt(end - 1);
    if (last === ")" && unclosed < 0) unclosed++;
    else if (!last || !TRAILING.includes(last)) return candidate.slice(0, end);
  }
}

function isAddress(text: string): boolean {
  try {
    return !!new URL(text);
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
