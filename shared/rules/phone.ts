/** What is wrong with a phone, and where: the character is named to the person who typed it (R7). */
export type PhoneFault = { code: "invalid_phone"; character: string } | { code: "phone_length" };

/** E.164 allows at most 15 digits; shorter than 4 reaches nobody. */
const MAX_DIGITS = 15;
const MIN_DIGITS = 4;

/** What stands between digits: spaces, brackets, dots, slashes, dashes of any kind, and the marks of copied text. */
const SEPARATORS = /[\s().\-/\u200b-\u2015\u202a-\u202e\u2060-\u2069\u2212]/g;

/** Takes away what people put between digits, and turns a leading `00` into `+` (R7). */
export function tidyPhone(typed: string): string {
  return typed.replace(SEPARATORS, "").replace(/^00/, "+");
}

/**
 * R7: a phone is `+` and digits only, at most 15 digits.
 *
 * @returns null when the phone obeys, otherwise the fault with the offending character
 */
export function phoneFault(phone: string): PhoneFault | null {
  const [character = ""] = phone.replace(/^\+\d*/, "");
  if (character || !phone) return { code: "invalid_phone", character };
  const digits = phone.length - 1;
  return digits < MIN_DIGITS || digits > MAX_DIGITS ? { code: "phone_length" } : null;
}
