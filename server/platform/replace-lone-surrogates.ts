/**
 * A text without halves of characters, which no database keeps: what is told of it is then what is read of it later.
 */
export function wholeCharacters(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}
