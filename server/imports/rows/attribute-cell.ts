import type { Attribute } from "../../../shared/crm.ts";
import type { DateOrder } from "../../../shared/repair-options.ts";
import { attributeValue } from "../../../shared/rules/attribute.ts";
import { lengthOf } from "../../../shared/rules/text.ts";

/** How spreadsheets and people write yes and no, beside what `attributeValue` accepts. */
const YES_NO: Readonly<Record<"yes" | "no", readonly string[]>> = {
  yes: ["y", "x", "✓", "on", "ja", "j", "wahr", "oui", "vrai", "si", "sí", "verdadero", "sim", "vero", "نعم"],
  no: ["n", "✗", "off", "nein", "falsch", "non", "faux", "falso", "não", "nao", "nee", "لا"],
};
/** How many choices an error message names. */
const SHOWN_CHOICES = 8;
/** A long number in the scientific notation of spreadsheets. Its last digits are lost. */
export const SHORTENED_NUMBER = /^[+-]?\d+([.,]\d+)?E\+?\d+$/i;

/**
 * Parses a cell as a value of an attribute, if it has only one possible meaning. Pure.
 *
 * @param text not empty
 * @param dateOrder of dates with slashes; null: a date has only one meaning if day and month cannot be confused
 * @returns the value as it is stored; null: the cell is not such a value
 */
export function parseAttributeCell(
  { type, choices }: Attribute,
  text: string,
  dateOrder: DateOrder | null = null,
): string | null {
  const exact = attributeValue(type, choices, text);
  if (exact !== null) return exact;
  switch (type) {
    case "number":
      // a comma before exactly three digits may separate thousands
      return /^[+-]?(0|[1-9]\d*),\d+$/.test(text) && !/^[+-]?[1-9]\d{0,2},\d{3}$/.test(text)
        ? attributeValue(type, choices, text.replace(",", "."))
        : null;
    case "date":
      return attributeValue(type, choices, toIsoDate(text) ?? slashedDate(text, dateOrder) ?? "");
    case "yes_no": {
      const word = text.toLowerCase();
      return YES_NO.yes.includes(word) ? "yes" : YES_NO.no.includes(word) ? "no" : null;
    }
    default:
      return null;
  }
}

/** Converts year-month-day and day.month.year. @returns null: the text has another form */
function toIsoDate(text: string): string | null {
  const [, year, month, day] =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?$/.exec(text) ?? [];
  if (year && month && day) return isoDate(year, month, day);
  const [, lastDay, lastMonth, lastYear] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
  return lastYear && lastMonth && lastDay ? isoDate(lastYear, lastMonth, lastDay) : null;
}

/** A date with slashes or dashes that ends with the year. */
const SLASHED_DATE = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4})$/;

function slashedDate(text: string, order: DateOrder | null): string | null {
  const [, first, , second, year] = SLASHED_DATE.exec(text) ?? [];
  if (!first || !second || !year) return null;
  const used = order ?? dateOrderOf(text) ?? (Number(first) === Number(second) ? "day_first" : null);
  if (used === null) return null;
  return used === "day_first" ? isoDate(year, second, first) : isoDate(year, first, second);
}

/** The order that a date shows because one of its numbers is no month; null: both are possible, or it is no such date. Pure. */
export function dateOrderOf(text: string): DateOrder | null {
  const [, first, , second] = SLASHED_DATE.exec(text) ?? [];
  const [isFirstDay, isSecondDay] = [Number(first) > 12, Number(second) > 12];
  if (isFirstDay === isSecondDay) return null;
  return isFirstDay ? "day_first" : "month_first";
}

const isoDate = (year: string, month: string, day: string) =>
  `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;

/**
 * The error message for a cell that is not a value of the attribute. Pure.
 *
 * @param shown the cell as the message quotes it
 */
export function describeCellError({ type, choices }: Attribute, text: string, shown: string): string {
  switch (type) {
    case "text":
      return `there are ${lengthOf(text).toLocaleString("en")} characters; at most 1,000 are allowed`;
    case "number":
      if (SHORTENED_NUMBER.test(text)) return `“${shown}” is a number that a spreadsheet has shortened`;
      return `“${shown}” is not a number such as 1234.5, of at most 15 digits`;
    case "date":
      return `“${shown}” is not a date such as 2026-01-31`;
    case "yes_no":
      return `“${shown}” is neither yes nor no`;
    case "choice": {
      const more = choices.length > SHOWN_CHOICES ? " …" : "";
      return `“${shown}” is not one of the choices: ${choices.slice(0, SHOWN_CHOICES).join(", ")}${more}`;
    }
  }
}
