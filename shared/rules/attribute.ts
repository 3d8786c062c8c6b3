/** What an owner may define to be kept of a contact. */
export type AttributeType = "text" | "number" | "date" | "yes_no" | "choice";

const MAX_TEXT = 1_000;

/**
 * An attribute's value as it is kept: a number with a point and no needless zeros, a date as 2026-01-31, `yes` or `no`,
 * a choice as it is defined.
 *
 * @param choices those of a choice
 * @returns null if the text is no such value
 */
export function attributeValue(
  type: AttributeType,
  choices: readonly string[],
  typed: string,
): string | null {
  const text = typed.trim();
  if (!text) return null;
  switch (type) {
    case "text":
      return text.length <= MAX_TEXT ? text : null;
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

/** At most 15 digits: more could not be told apart as a number. */
function numberValue(text: string): string | null {
  const [, sign = "", whole = "", part = ""] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (!whole) return null;
  const digits = whole.replace(/^0+(?=\d)/, "");
  const rest = part.replace(/0+$/, "");
  if (digits.length + rest.length > 15) return null;
  const plain = rest ? `${digits}.${rest}` : digits;
  return sign === "-" && plain !== "0" ? `-${plain}` : plain;
}

function isDate(text: string): boolean {
  const [, year = "", month = "", day = ""] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return year !== "" && date.toISOString().startsWith(`${year}-${month}-${day}`);
}
