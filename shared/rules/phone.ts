/** What is wrong with a phone, and where: the character is named to the person who typed it (R7). */
export type PhoneFault = { code: "invalid_phone"; character: string } | { code: "phone_length" };

/** E.164 allows at most 15 digits; shorter than 4 reaches nobody. */
const MAX_DIGITS = 15;
const MIN_DIGITS = 4;

/** Takes away what people put between digits: spaces, dots, dashes, brackets, and a leading `00` (R7). */
export function tidyPhone(typed: string): string {
  return typed.replace(/[\s().\-–\u2010\u2011\u200e\u200f\u202a-\u202e/]/g, "").replace(/^00/, "+");
}

/**
 * R7: a phone is `+` and digits only, at most 15 digits.
 *
 * @returns null when the phone obeys, otherwise the fault with the offending character
 */
export function phoneFault(phone: string): PhoneFault | null {
  if (phone[0] !== "+") return { code: "invalid_phone", character: [...phone][0] ?? "" };
  for (const character of phone.slice(1))
    if (character < "0" || character > "9" || character.length > 1)
      return { code: "invalid_phone", character };
  const digits = phone.length - 1;
  return digits < MIN_DIGITS || digits > MAX_DIGITS ? { code: "phone_length" } : null;
}
