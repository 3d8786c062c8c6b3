import { asciiDigits } from "./digits.ts";

/** Why a phone is refused. `character` is the first character that a phone cannot contain (R7). */
export type PhoneFault = { code: "invalid_phone"; character: string } | { code: "phone_length" };

/** The most digits of an international number (E.164), and the fewest that Foyer accepts. */
const MAX_DIGITS = 15;
const MIN_DIGITS = 4;

/** More characters than any phone has. A longer text is not tidied, for its cost. */
const MAX_TYPED = 1_000;
/** Between digits: spaces, dots, dashes (also those of East Asian input), invisible and control characters. */
const SEPARATORS = /[\s.．。｡·・\-‐-―−﹣－ー\p{DI}\p{Cc}]/gu;
/** A slash separates too, but behind a whole number it names a second one: `23125022/23`. That is left as it is. */
const SLASHES = /(\d{7}[/／]\d{1,3}$)|[/／]/g;
/** A label in front: `Tel.:`, `Mobil`, `p:`, the sign of a telephone. A fax is none. */
const LABEL = /^[(（/]*(?:(?:tel|phone|mobile?|[tmp]|\p{So})[.:]*)+(?=[+\d(])/iu;
/** A spreadsheet that has taken the phone for a number has added a decimal. */
const DECIMAL = /^([^.]{7,})\.0$/;
/**
 * The trunk prefix of a national call behind a country's code, `+44 (0)20`, which must not be dialled from abroad. In
 * Italy (39) it must.
 */
const TRUNK_PREFIX = /^[(（]?(?:\+|00)[(（]?(?!39)(\d{1,3})[)）]?[(（]0[)）]/;

/**
 * A phone as it was meant (R7): digits of all scripts and full-width characters become those of ASCII; separators and
 * brackets between digits are removed, and with its brackets a `(0)` behind the country's code; a leading `00` becomes `+`
 * unless another zero follows, as in many IDs,
 * and a leading `tel:` or the like goes. What may be two numbers, or more than a number, is left for `phoneFault` to refuse.
 */
export function tidyPhone(typed: string): string {
  if (typed.length > MAX_TYPED) return typed;
  return asciiDigits(typed)
    .replace(DECIMAL, "$1")
    .replace(SEPARATORS, "")
    .replace(LABEL, "")
    .replace(/[＋﹢]/g, "+")
    .replace(TRUNK_PREFIX, "+$1")
    .replace(/[()（）]/g, "")
    .replace(SLASHES, "$1")
    .replace(/^00(?=[1-9])/, "+");
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
