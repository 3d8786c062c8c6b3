/** A text as it is kept: one Unicode form, no control characters but line breaks and tabs, no space around it. */
export function tidyText(typed: string): string {
  return typed
    .replace(/\r\n?/g, "\n")
    .replace(/(?![\n\t])\p{Cc}/gu, "")
    .normalize("NFC")
    .trim();
}

/** How many characters a person would count; a flag or an accented letter from several code points counts its code points. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
