import { type LocaleLabel, labelFor } from "./rules/locale-tags.ts";

/** A locale of the widget. Its texts are in `widget/locales/`: `TAG.ts`, `TAG-chat.ts` and `TAG-conversations.ts`. */
interface LocaleEntry {
  /** The language in itself, as it is shown in a list of languages. */
  readonly name: string;
  /** ISO 15924. */
  readonly script: Script;
  /** The launcher's accessible name, which a screen reader may say before anything else is loaded. */
  readonly label: string;
  /** Who has read all texts as a speaker of the language; null: they are a machine translation. */
  readonly reviewedBy: string | null;
  /** Further tags that the locale is for, as a regular expression, such as those of an older standard. */
  readonly also?: string;
}

export type Script =
  | "Arab"
  | "Beng"
  | "Cyrl"
  | "Deva"
  | "Grek"
  | "Hans"
  | "Hant"
  | "Hebr"
  | "Jpan"
  | "Kore"
  | "Latn"
  | "Thai";

/**
 * All locales of the widget, by their tags. The build, the embed's labels, the settings and the tests follow this list; how
 * to add one is in CONTRIBUTING.md.
 */
export const LOCALES = {
  en: { name: "English", script: "Latn", label: "Open chat", reviewedBy: "the authors" },
  de: { name: "Deutsch", script: "Latn", label: "Chat öffnen", reviewedBy: null },
  fr: { name: "Français", script: "Latn", label: "Ouvrir le chat", reviewedBy: null },
  ar: { name: "العربية", script: "Arab", label: "الدردشة", reviewedBy: null },
} as const satisfies Readonly<Record<string, LocaleEntry>>;

export type Locale = keyof typeof LOCALES;

/** At least one. */
export type Locales = [Locale, ...Locale[]];

/** The tags of all locales, in the order of the list. */
export const LOCALE_TAGS = Object.keys(LOCALES) as Locales;

const entryOf = (locale: Locale): LocaleEntry => LOCALES[locale];
const languageOf = (locale: string) => locale.replace(/-.*/, "");

/** Whether a locale is written from right to left. */
export const isWrittenFromRight = (locale: Locale): boolean => /Arab|Hebr/.test(entryOf(locale).script);

/**
 * A locale with the tags that it is for: those of its entry in the list, and all of its language if it is the only locale of it
 * (`pt-BR`, or `zh-Hant` without `zh-Hans`).
 */
function labelOf(locale: Locale, among: readonly Locale[]): LocaleLabel {
  const { also, label } = entryOf(locale);
  const language = languageOf(locale);
  const isOnly = among.every((other) => other === locale || languageOf(other) !== language);
  const tags = [...new Set([locale, also, isOnly && language])].filter(Boolean).join("|");
  return tags === locale ? [locale, label] : [locale, label, tags];
}

/**
 * A property's locales as the embed needs them.
 *
 * @param locales the first is for tags that none is for, and the last of the labels
 */
export function localeLabels(locales: Readonly<Locales>): LocaleLabel[] {
  const [fallback, ...others] = locales;
  return [
    ...others.map((locale) => labelOf(locale, locales)),
    [fallback, entryOf(fallback).label, ".*"],
  ];
}

/** All, and one without a name for the tags that none is for. */
const ALL: readonly LocaleLabel[] = [
  ...LOCALE_TAGS.map((locale) => labelOf(locale, LOCALE_TAGS)),
  ["", "", ".*"],
];

/**
 * The locale for a language tag, such as a browser's, if there is one.
 *
 * @param tag also in an older or a wrong form: `iw`, `zh_TW`
 */
export const localeFor = (tag: string): Locale | undefined =>
  (labelFor(ALL, tag)[0] || undefined) as Locale | undefined;
