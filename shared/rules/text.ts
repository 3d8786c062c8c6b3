/**
 * More combining marks on one letter than any language uses (UAX #15, "Stream-Safe Text Format"). Normalization sorts
 * them in quadratic time.
 */
const TOO_MANY_MARKS = /\p{M}{31}/u;

/**
 * The form in which a text is stored: normalized to NFC (unless a letter has more than 30 combining marks), without
 * control characters except line breaks and tabs, without surrounding space.
 */
export function tidyText(typed: string): string {
  const text = typed.replace(/\r\n?/g, "\n").replace(/(?![\n\t])\p{Cc}/gu, "");
  return (TOO_MANY_MARKS.test(text) ? text : text.normalize("NFC")).trim();
}

/** The length of a text in Unicode code points. An emoji or letter made of several code points counts each of them. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
