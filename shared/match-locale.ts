import { LOCALE_TAGS, type Locale } from "./locale-tag.ts";
import { type LocaleLabel, labelFor } from "./rules/locale-tags.ts";

/** Further tags that a locale is for, as a regular expression, such as those of an older standard. */
const ALSO: Partial<Readonly<Record<Locale, string>>> = {
  "zh-Hans": "zh(?!.(?:hant|tw|hk|mo))|cmn",
  id: "in",
  ro: "mo",
  he: "iw",
  nb: "no|nn",
  sr: "sh",
  "zh-Hant": "zh.(?:hant|tw|hk|mo)|yue",
};

const languageOf = (locale: string) => locale.replace(/-.*/, "");

/**
 * The tags that a locale is for, as a regular expression: its own, and all of its language if it is the only locale of it
 * (`pt-BR`, or `zh-Hant` without `zh-Hans`).
 */
export function tagsOf(locale: Locale, among: readonly Locale[]): string {
  const language = languageOf(locale);
  const isOnly = among.every((other) => other === locale || languageOf(other) !== language);
  return [...new Set([locale, ALSO[locale], isOnly && language])].filter(Boolean).join("|");
}

/** All, and one without a name for the tags that none is for. */
const ALL: readonly LocaleLabel[] = [
  ...LOCALE_TAGS.map((locale): LocaleLabel => [locale, "", tagsOf(locale, LOCALE_TAGS)]),
  ["", "", ".*"],
];

/**
 * The locale for a language tag, such as a browser's, if there is one.
 *
 * @param tag also in an older or a wrong form: `iw`, `zh_TW`
 */
export const localeFor = (tag: string): Locale | undefined =>
  (labelFor(ALL, tag)[0] || undefined) as Locale | undefined;
