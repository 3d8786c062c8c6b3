import { ar } from "./words/ar.ts";
import { de } from "./words/de.ts";
import { en } from "./words/en.ts";
import { fr } from "./words/fr.ts";
import type { MailWords } from "./words/words.ts";

/** The languages that mails to visitors are written in. */
export const MAIL_WORDS = { ar, de, en, fr } as const satisfies Readonly<Record<string, MailWords>>;
export type MailLocale = keyof typeof MAIL_WORDS;

/** The language of mails to somebody whose browser has a language such as `de-AT`; English if there is no other. */
export function mailLocale(language: string): MailLocale {
  const primary = language.toLowerCase().split(/[-_]/)[0] ?? "";
  return isMailLocale(primary) ? primary : "en";
}

const isMailLocale = (text: string): text is MailLocale => Object.hasOwn(MAIL_WORDS, text);

/** A text with values in the places that `{name}` marks. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
