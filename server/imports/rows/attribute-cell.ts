import type { Attribute } from "../../../shared/crm.ts";
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
 * @returns the value as it is stored; null: the cell is not such a value
 */
export function parseAttributeCell({ type, choices }: Attribute, text: string): string | null {
  const exact = attributeValue(type, choices, text);
  if (exact !== null) return exact;
  switch (type) {
    case "number":
      // a comma before exactly three digits may separate thousands
      return /^[+-]?(0|[1-9]\d*),\d+$/.test(text) && !/^[+-]?[1-9]\d{0,2},\d{3}$/.test(text)
        ? attributeValue(type, choices, text.replace(",", "."))
        : null;
    case "date":
      return attributeValue(type, choices, toIsoDate(text));
    case "yes_no": {
      const word = text.toLowerCase();
      return YES_NO.yes.includes(word) ? "yes" : YES_NO.no.includes(word) ? "no" : null;
    }
    default:
      return null;
  }
}

/** Converts year-month-day and day.month.year. Dates with slashes are ambiguous: the day may be first or second. */
function toIsoDate(text: string): string {
  const [, year = "", month = "", day = ""] =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?$/.exec(text) ?? [];
  const [, lastDay = "", lastMonth = "", lastYear = ""] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
  const [y, m, d] = year ? [year, month, day] : [lastYear, lastMonth, lastDay];
  return `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
}

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
