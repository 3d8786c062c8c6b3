/**
 * More marks on one letter than any language has (Unicode's own bound, UAX #15, "stream-safe"). Putting thousands in
 * order takes a time that grows with their square.
 */
const PILE_OF_MARKS = /\p{M}{31}/u;

/**
 * A text as it is kept: one Unicode form (unless marks are piled up in it), no control characters but line breaks and
 * tabs, no space around it.
 */
export function tidyText(typed: string): string {
  const text = typed.replace(/\r\n?/g, "\n").replace(/(?![\n\t])\p{Cc}/gu, "");
  return (PILE_OF_MARKS.test(text) ? text : text.normalize("NFC")).trim();
}

/** How many characters a person would count; a flag or an accented letter from several code points counts its code points. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
