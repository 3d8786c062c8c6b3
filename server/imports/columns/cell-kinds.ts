/** The kinds of cells that the form of a text tells apart. */
export type CellKind = "email" | "phone" | "date" | "url" | "number" | "yes_no" | "text";

/** A longer cell is a text. It bounds the time of the expressions below. */
const MAX_LENGTH = 320;

/** E-mails are recognised anywhere in a cell that has little else: `Ann <a@b.de>`, `a@b.de; c@d.de`, `mailto:a@b.de`. */
const EMAIL = /^(?:mailto:)?[^\s@]{1,80}@[^\s@.]{1,80}(?:\.[^\s@.]{1,80}){1,8}$/i;
const EMAIL_WITH_MORE =
  /(?:^|[\s<;,|/(])[^\s@<>;,|/()]{1,80}@[^\s@<>;,|/()]{1,80}\.[^\s@.<>;,|/()]{2,80}(?:$|[\s>;,|/)])/;
/** A phone with its country's code, which does not begin with a zero, unlike many IDs. */
const INTERNATIONAL_PHONE = /^(?:(?:tel|p):)?['\u202a-\u202e]?(?:\+|00(?=[\s(]*[1-9]))[\d\s().-]{6,}$/i;
/** A phone by its separators. */
const NATIONAL_PHONE =
  /^\(?0?\d{1,5}\)?[\s./-]\(?\d{1,4}\)?(?:[\s./-]{1,3}\d{1,9}){0,5}(?:\s?(?:x|ext\.?)\s?\d{1,6})?$/i;
/** A phone of two groups: `0381 5550110`, `(0381) 5550110`. Its first one begins with the trunk prefix, unlike that of an ID. */
const AREA_AND_NUMBER = /^\(?0\d{1,5}\)?[\s./-]{1,3}\d{3,9}$/;
/** Postal codes, IP addresses, and the numbers of persons and companies, which have the separators of phones. */
const NO_PHONE =
  /^(?:\d{2,3}-\d{3,4}|\d{5}-\d{3,4}|(?:\d{1,3}\.){3}\d{1,3}|\d{3}-\d{2}-\d{4}|\d{3}\.\d{3}\.\d{3}-\d{2}|\d{2}\.\d{3}\.\d{3}\/\d{4}-\d{2})$/;
const DATE =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))(?:[T ,]{1,2}\d{1,2}:\d{2}(?::\d{2})?.{0,15})?$/;
const URL = /^(?:https?:\/\/|www\.)\S+$/i;
const NUMBER = /^[+-]?\d{1,3}(?:[.,'\s]?\d{3})*(?:[.,]\d{1,10})?(?:\s?%)?$|^[+-]?\d{1,20}(?:[.,]\d{1,10})?$/;
const YES_NO = /^(?:yes|no|true|false|ja|nein|oui|non|si|sí|sim|não|wahr|falsch|vrai|faux)$/i;

/** The form of a cell that is not blank. Pure. */
export function cellKind(cell: string): CellKind {
  const text = cell.trim();
  if (text.length > MAX_LENGTH) return "text";
  if (text.includes("@")) return EMAIL.test(text) || EMAIL_WITH_MORE.test(text) ? "email" : "text";
  if (URL.test(text)) return "url";
  if (YES_NO.test(text)) return "yes_no";
  if (!/\d/.test(text)) return "text";
  if (DATE.test(text)) return "date";
  if (INTERNATIONAL_PHONE.test(text) && digitsIn(text) <= 17) return "phone";
  if (NUMBER.test(text)) return "number";
  const isPhone = (NATIONAL_PHONE.test(text) || AREA_AND_NUMBER.test(text)) && !NO_PHONE.test(text);
  return isPhone && digitsIn(text) >= 6 && digitsIn(text) <= 15 ? "phone" : "text";
}

function digitsIn(text: string): number {
  return text.replace(/\D/g, "").length;
}

/** Whether a cell is an e-mail or a phone with its country's code, so that it cannot be the name of a column. Pure. */
export function looksLikeData(cell: string): boolean {
  const text = cell.trim();
  return text.length <= MAX_LENGTH && (EMAIL.test(text) || INTERNATIONAL_PHONE.test(text));
}
