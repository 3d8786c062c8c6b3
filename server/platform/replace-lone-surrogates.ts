/**
 * Replaces lone surrogates by U+FFFD. Databases cannot store them, so a stored text would differ from the answered one.
 */
export function replaceLoneSurrogates(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}
