import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { DashboardLanguage } from "../../../shared/dashboard-language.ts";

/** A translation: one text, or the forms of a count. */
export type Translation = string | Partial<Readonly<Record<Intl.LDMLPluralRule, string>>>;
/** The translations of a language by the English text; of a count, by the English plural. */
export type Dictionary = ReadonlyMap<string, Translation>;

/** The language on the screen. English is in the code and has an empty dictionary. */
const current = signal<{ readonly language: DashboardLanguage; readonly dictionary: Dictionary }>({
  language: "en",
  dictionary: new Map(),
});

/** The language on the screen. A component that reads it in its rendering renders again when it changes. */
export const currentLanguage = (): DashboardLanguage => current.value.language;

export function setTexts(language: DashboardLanguage, dictionary: Dictionary): void {
  current.value = { language, dictionary };
}

const rules = new Map<string, Intl.PluralRules>();

function pluralForm(language: string, count: number): Intl.LDMLPluralRule {
  let rule = rules.get(language);
  if (!rule) {
    rule = new Intl.PluralRules(language);
    rules.set(language, rule);
  }
  return rule.select(count);
}

/**
 * An English text of a table. To the compiler it is a symbol, which is no text and nothing that can be shown: only {@link t} makes it
 * a text. At run time it is the text.
 */
export type Message = symbol;

/** Marks a text of a module, such as one of a table, as one to translate: `t` translates it when it is shown. */
export const message = (text: string): Message => text as unknown as Message;

type Values = Readonly<Record<string, string | number>>;

const PLACEHOLDER = /\{(\w+)\}/g;

/** A value is never searched for placeholders: it may be a visitor's text. */
function fill(text: string, values: Values): string {
  return text.replace(PLACEHOLDER, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : placeholder,
  );
}

function translationOf(text: string): string {
  const found = current.value.dictionary.get(text);
  return typeof found === "string" ? found : text;
}

/**
 * A text of the dashboard in the agent's language. The test of the dictionaries collects the texts, so they are literals, here or in
 * {@link message}.
 *
 * @param text the English text, with placeholders such as `{name}`
 */
export function t<T extends string>(
  text: (string extends T ? never : T) | Message,
  values: Values = {},
): string {
  return fill(translationOf(text as unknown as string), values);
}

/** A text that is known only at run time, such as the title of an error of the server: in English if the dictionary lacks it. */
export const translated = (text: string | Message): string => translationOf(text as unknown as string);

/**
 * A text with a count, in the form that the language has for it. `{count}` is the count with the language's grouping.
 *
 * @param count a whole number
 * @param one the English text for 1
 * @param many the English text for all others, by which translations are found
 */
export function plural(count: number, one: string, many: string, values: Values = {}): string {
  const { language, dictionary } = current.value;
  const found = dictionary.get(many);
  const forms = typeof found === "object" ? found : { one, other: many };
  const text = forms[pluralForm(language, count)] ?? forms.other ?? many;
  return fill(text, { ...values, count: new Intl.NumberFormat(numberLocale(language)).format(count) });
}

/**
 * A text with elements in place of its placeholders, such as a link or a name in bold.
 *
 * @returns the texts and the elements in the order of the agent's language
 */
export function withElements(
  text: string,
  elements: Readonly<Record<string, ComponentChildren>>,
): ComponentChildren[] {
  // the odd parts are the names of the placeholders
  return translationOf(text)
    .split(/\{(\w+)\}/)
    .map((part, index) =>
      index % 2 === 0 ? part : Object.hasOwn(elements, part) ? elements[part] : `{${part}}`,
    );
}

const browserLocale = Intl.DateTimeFormat().resolvedOptions().locale;

/** The language with the conventions of the region of a locale, the browser's: `de` for `fr-CH` is `de-CH`. */
export function numberLocale(language: string, locale = browserLocale): string {
  const { region } = new Intl.Locale(locale).maximize();
  return region === undefined ? language : `${language}-${region}`;
}
