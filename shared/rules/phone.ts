/** Why a phone is refused. `character` is the first character that a phone cannot contain (R7). */
export type PhoneFault = { code: "invalid_phone"; character: string } | { code: "phone_length" };

/** The most digits of an international number (E.164), and the fewest that Foyer accepts. */
const MAX_DIGITS = 15;
const MIN_DIGITS = 4;

/** Separators between digits: spaces, brackets, dots, slashes, dashes, and the invisible marks of copied text. */
const SEPARATORS = /[\s().\-/\u200b-\u2015\u202a-\u202e\u2060-\u2069\u2212]/g;

/** Removes separators between digits, and turns a leading `00` into `+` (R7). */
export function tidyPhone(typed: string): string {
  return typed.replace(SEPARATORS, "").replace(/^00/, "+");
}

/**
 * R7: a phone is `+` and digits only, at most 15 digits.
 *
 * @returns null if the phone is valid
 */
export function phoneFault(phone: string): PhoneFault | null {
  const [character = ""] = phone.replace(/^\+\d*/, "");
  if (character || !phone) return { code: "invalid_phone", character };
  const digits = phone.length - 1;
  return digits < MIN_DIGITS || digits > MAX_DIGITS ? { code: "phone_length" } : null;
}
