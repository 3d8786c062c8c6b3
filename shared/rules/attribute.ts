import { isDate } from "./calendar.ts";

/** The types of the custom attributes that an owner may define. */
export type AttributeType = "text" | "number" | "date" | "yes_no" | "choice";

/** The longest value of an attribute, in UTF-16 code units. */
const MAX_TEXT = 1_000;

/**
 * The stored form of an attribute's value: a number with a decimal point and without redundant zeros, a date as
 * 2026-01-31, `yes` or `no`, a choice as the owner wrote it.
 *
 * @param choices the allowed values of type `choice`; empty for other types
 * @returns null if the text is not a value of this type
 */
export function attributeValue(
  type: AttributeType,
  choices: readonly string[],
  typed: string,
): string | null {
  const text = typed.trim();
  if (!text || text.length > MAX_TEXT) return null;
  switch (type) {
    case "text":
      return text;
    case "number":
      return numberValue(text);
    case "date":
      return isDate(text) ? text : null;
    case "yes_no": {
      const word = text.toLowerCase();
      if (["yes", "true", "1"].includes(word)) return "yes";
      return ["no", "false", "0"].includes(word) ? "no" : null;
    }
    case "choice":
      return choices.find((choice) => choice.toLowerCase() === text.toLowerCase()) ?? null;
  }
}

/** At most 15 digits: a JavaScript number does not represent more exactly. */
function numberValue(text: string): string | null {
  const [, sign = "", whole = "", part = ""] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (!whole) return null;
  const digits = whole.replace(/^0+(?=\d)/, "");
  const rest = part.replace(/0+$/, "");
  if (digits.length + rest.length > 15) return null;
  const plain = rest ? `${digits}.${rest}` : digits;
  return sign === "-" && plain !== "0" ? `-${plain}` : plain;
}
