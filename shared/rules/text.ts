/**
 * More combining marks on one letter than any language uses (UAX #15, "Stream-Safe Text Format"). Normalization sorts
 * them in quadratic time.
 */
const TOO_MANY_MARKS = /\p{M}{31}/u;

/** A text of nothing that can be seen: spaces, default-ignorable characters (UAX #44), the blank pattern of Braille. */
const INVISIBLE = /^[\s\p{DI}\u2800]+$/u;

/**
 * Embeddings, overrides, isolates and marks of the writing direction (UAX #9), with which a name is shown as another one;
 * control characters, soft hyphens, zero-width spaces, fillers, tags and other invisible characters. Joiners and selectors of the form of a letter stay.
 */
const FORMAT = /(?![\t-\r]|\u200c|\u200d|\p{Mn})[\p{Cc}\p{Cf}\p{DI}]/gu;

/**
 * The form in which a text is stored, from wherever it comes: normalized to NFC (unless a letter has more than 30
 * combining marks), without control characters except line breaks and tabs, without surrounding space. Empty
 * if nothing of it can be seen.
 */
export function tidyText(typed: string): string {
  const text = typed
    .replace(/\r\n?/g, "\n")
    .replace(/(?![\n\t])\p{Cc}/gu, "")
    .replace(INVISIBLE, "")
    .trim();
  return TOO_MANY_MARKS.test(text) ? text : text.normalize();
}

/**
 * The form in which a text of one line is stored: the name of somebody or something, a title, a subject. As `tidyText`,
 * with one space for each run of white space, and without characters that change how the text is read or cannot be seen.
 */
export function tidyLine(typed: string): string {
  return tidyText(typed.replace(FORMAT, "").replace(/[\s\u2800]+/g, " "));
}

/** The length of a text in Unicode code points. An emoji or letter made of several code points counts each of them. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
