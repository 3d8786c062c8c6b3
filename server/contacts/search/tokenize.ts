import {
  foldText,
  isAscii,
  MAX_TERM,
  MIN_DIGITS,
  otherSpellings,
  removePrefixes,
  splitWords,
  trimPunctuation,
  truncateTerm,
  UNSPACED,
  wordVariants,
} from "../../platform/search/words.ts";
import { mailboxKey } from "../identity/mailbox-key.ts";
import { normalizeEmail } from "../identity/normalize-email.ts";
import { showEmail } from "../identity/show-email.ts";

/** The values by which search finds a contact. */
export interface SearchableContact {
  readonly id: string;
  readonly name: string | null;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly organizations: readonly string[];
  readonly userId: string | null;
  /** IDs of records that were merged into this one. */
  readonly aliases: readonly string[];
}

/** A contact with several e-mails and phones has some fifty. */
const MAX_TERMS = 96;

/**
 * Chinese, Japanese and Korean names have no spaces between their parts, so that each of their characters may be the first
 * of a query: the text from each of them to its end.
 */
function suffixesOfUnspaced(text: string): string[] {
  if (isAscii(text)) return [];
  const characters = [...(text.normalize("NFKC").match(UNSPACED)?.join("") ?? "")];
  return characters.map((_, at) => foldText(characters.slice(at).join("")));
}

/** The terms of a text of words, the most important first. */
function textTerms(text: string, max: number): string[] {
  const words = splitWords(text).flatMap(wordVariants).slice(0, max);
  const unspaced = suffixesOfUnspaced(text).slice(0, 2 * max);
  return words.concat(unspaced, otherSpellings(text).slice(0, max));
}

/** The term by which the duplicate scan finds the contacts with one mailbox; null: none, or it is too long for a term. */
export function mailboxTerm(email: string): string | null {
  const key = trimPunctuation(mailboxKey(email) ?? "");
  return key && key.length <= MAX_TERM ? key : null;
}

function emailTerms(email: string): string[] {
  const shown = showEmail(email.trim());
  const typed = foldText(shown);
  const local = typed.slice(0, typed.lastIndexOf("@"));
  const domain = typed.slice(typed.lastIndexOf("@") + 1);
  const spelled = otherSpellings(shown.slice(0, shown.lastIndexOf("@")));
  const forms = [typed, normalizeEmail(email) ?? typed, mailboxTerm(email) ?? typed];
  const terms = forms.concat(wordVariants(local), domain).slice(0, 9);
  return terms.concat(spelled.slice(0, 4)).map(trimPunctuation);
}

/** The digits of a phone from each of them to the last, so that any four in a row are the beginning of a term. */
function phoneTerms(phone: string): string[] {
  const digits = phone.replace(/\D/g, "");
  const starts = Math.max(1, digits.length - MIN_DIGITS + 1);
  return Array.from({ length: starts }, (_, start) => digits.slice(start));
}

/**
 * The terms of a contact: folded, at most 60 characters each, at most 96 of them. A search finds the contact when each
 * word of the query is a prefix of a term. If there are too many terms, those that people search by most come first, and
 * the number of terms of each kind is limited, so that none crowds out the next. Pure.
 */
export function contactTerms({
  id,
  name,
  emails,
  phones,
  organizations,
  userId,
  aliases,
}: SearchableContact): string[] {
  const [firstEmails, ...otherEmails] = emails.map(emailTerms);
  const [firstPhones, ...otherPhones] = phones.map(phoneTerms);
  const terms = [
    foldText(id),
    ...(firstEmails ?? []),
    ...(firstPhones ?? []),
    ...textTerms(name ?? "", 12),
    trimPunctuation(foldText(userId ?? "")).replace(/\s+/g, " "),
    ...organizations.flatMap((organization) => textTerms(organization, 8)).slice(0, 30),
    ...aliases.map(foldText).slice(0, 8),
    ...otherEmails.flat(),
    ...otherPhones.flat(),
  ];
  return removePrefixes([...new Set(terms.filter(Boolean).map(truncateTerm))].slice(0, MAX_TERMS));
}
