import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from "libphonenumber-js/min";
import type { RepairOptions } from "../../../shared/repair-options.ts";
import { unescapeCell } from "../../../shared/rules/escape-cell.ts";
import { phoneFault, tidyPhone } from "../../../shared/rules/phone.ts";
import { SHORTENED_NUMBER } from "./attribute-cell.ts";
import { RowError, shorten } from "./row-error.ts";

/** Digits of a national phone without its leading zero, in countries that have longer ones. */
const MIN_NATIONAL = 7;
/** More characters than any phone has. */
const MAX_TYPED = 100;
/** A label in front, in any language: `Telefon: `, `тел.: `, but that of a fax. */
const FRONT_LABEL =
  /^(?!t?e?l?e?fax|факс|fa[ck]s)(?:\p{L}{2,12}[.:：]{1,2}|(?:handy|cell|telefon|teléfono|тел|моб)\s)\s{0,3}(?=[+(（\p{Nd}])/iu;
/** A phone with its country's code, and spaces and dashes between digits, as most are. */
const SPACED = /^\+(?:[2-9]|1[ -]?[02-9])(?:[ -]?\d){3,13}$/;
/** An international prefix behind a plus sign, and that of Australia. No country's code begins with 0 or 11. */
const DOUBLE_PREFIX = /^\+(?:00|11)(?=[1-9])/;
/** A label that some programs write behind a phone: `(mobile)`, `:: work`. It has no digits. */
const LABEL = /\s*(\([^()\d]{1,20}\)|::[^\d]{0,20})$/;

/**
 * Reads a phone (R7). A national one is completed with the country of the repairs. Pure.
 *
 * @returns `+` and digits
 * @throws RowError if it is not a phone, or could be another
 */
export function readPhone(cell: string, repairs: Pick<RepairOptions, "country" | "plusMissing">): string {
  if (SPACED.test(cell)) return withoutTrunkZero(cell.replace(/[ -]/g, ""));
  const text = unescapeCell(cell).trim();
  if (SHORTENED_NUMBER.test(text)) throw shortenedNumberError(text);
  const bare = text.length <= MAX_TYPED ? text.replace(LABEL, "").replace(FRONT_LABEL, "") : text;
  const phone = tidyPhone(bare).replace(DOUBLE_PREFIX, "+");
  const fault = phoneFault(phone);
  if (!fault) return withoutTrunkZero(phone);
  const isForeign =
    text.length <= MAX_TYPED && !repairs.plusMissing && namesOtherCountry(bare, repairs.country);
  const completed = text.length <= MAX_TYPED && !isForeign && completePhone(phone, repairs);
  if (completed) return completed;
  if (fault.code === "phone_length")
    throw new RowError(`“${shorten(text)}” is not a phone: it has + and 4 to 15 digits.`);
  const where = phone.startsWith("+") ? "is in it" : "is where + and the country's code should be";
  throw new RowError(`“${shorten(text)}” is not a phone, + and digits only: “${fault.character}” ${where}.`);
}

/** The error for a number whose last digits a spreadsheet has dropped. */
export const shortenedNumberError = (text: string) =>
  new RowError(
    `“${shorten(text)}” is a number that a spreadsheet has shortened: format the column as text and save again.`,
  );

/** @param tidied the phone without separators @returns `+` and digits; null: it is no phone of the country */
function completePhone(
  tidied: string,
  { country, plusMissing }: Pick<RepairOptions, "country" | "plusMissing">,
): string | null {
  const digits = /^[1-9]\d*$/.test(tidied) ? tidied : null;
  if (plusMissing && digits) return isPossible(`+${digits}`) ? `+${digits}` : null;
  if (country === null || !isSupportedCountry(country)) return null;
  // 49 171 3920010 in Germany: such a number begins with a zero, unless it is the country's code that was written
  if (digits?.startsWith(getCountryCallingCode(country)) && isPossible(`+${digits}`)) return `+${digits}`;
  // an international prefix without a country's code: many IDs begin so
  if (tidied.startsWith("00")) return null;
  return isPlain(tidied) && !isTooShort(tidied, country) ? parsePossible(tidied, country) : null;
}

/** The calling codes of all countries, of one to three digits. No code begins with another one. */
const CALLING_CODES: ReadonlySet<string> = new Set(
  getCountries().map((country) => getCountryCallingCode(country)),
);

/** Whether a zero follows the calling code. To parse each phone of a file would take as long as to write its contact. */
function hasZeroBehindCode(phone: string): boolean {
  const length = [1, 2, 3].find((digits) => CALLING_CODES.has(phone.slice(1, 1 + digits)));
  return length !== undefined && phone[1 + length] === "0";
}

/**
 * A phone without the zero that is dialled inside its country, `+49 0171`. Countries that keep it abroad (Italy) keep it.
 */
function withoutTrunkZero(phone: string): string {
  if (!hasZeroBehindCode(phone)) return phone;
  const number = parsePossible(phone, undefined);
  const isZeroLess = number !== null && number.length === phone.length - 1;
  const code = isZeroLess ? (parsePhoneNumberFromString(number)?.countryCallingCode ?? "") : "";
  return isZeroLess && phone === `+${code}0${number.slice(code.length + 1)}` ? number : phone;
}

/** Whether digits are an extension or a service number: few, in a country whose phones are longer, without its zero. */
function isTooShort(digits: string, country: CountryCode): boolean {
  const isLongCountry = parsePossible("22222222", country) !== null;
  return isLongCountry && digits.length < MIN_NATIONAL && !digits.startsWith("0");
}

/** Whether a phone without + begins with the code of another country as a group of its own: `33 1 42 68 53 00`. */
function namesOtherCountry(text: string, country: string | null): boolean {
  const [, group] = /^(\d{1,3})[\s.-]/.exec(text) ?? [];
  if (!group || country === null) return false;
  const parsed = parsePhoneNumberFromString(`+${text.replace(/\D/g, "")}`, { extract: false });
  const isOther = isSupportedCountry(country) && getCountryCallingCode(country) !== group;
  return isOther && parsed?.countryCallingCode === group && parsed.isValid();
}

/** Whether nothing but digits is left of the phone, so that no second number or extension is in it. */
const isPlain = (tidied: string) => /^\d+$/.test(tidied);

const isPossible = (phone: string) => parsePossible(phone, undefined) !== null;

function parsePossible(text: string, country: CountryCode | undefined): string | null {
  const parsed = parsePhoneNumberFromString(text, {
    ...(country && { defaultCountry: country }),
    extract: false,
  });
  return parsed?.isPossible() && !parsed.ext ? parsed.number : null;
}
