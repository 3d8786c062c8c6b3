import { LOCALE_TAGS, type Locale } from "../../shared/locale-tag.ts";
import { tagsOf } from "../../shared/match-locale.ts";
import { type LocaleLabel, labelFor } from "../../shared/rules/locale-tags.ts";
import type { FormWords, Words } from "../../widget/locales/words.ts";

/** The texts of a page: the widget's own, in the language. */
export type PageWords = Words;

const loaded = new Map<Locale, Promise<PageWords>>();

async function load(locale: Locale): Promise<PageWords> {
  const { default: words }: { default: FormWords } = await import(`../../widget/locales/${locale}.ts`);
  return { ...words, ...(await words.chat.load()).default };
}

/** Loads the texts of a locale of the widget, once for the process. */
export function loadPageWords(locale: Locale): Promise<PageWords> {
  const words = loaded.get(locale) ?? load(locale);
  loaded.set(locale, words);
  return words;
}

/** The languages that a browser accepts, most wanted first (RFC 9110, section 12.5.4). At most ten are read. */
export function acceptedLanguages(header: string): string[] {
  return header
    .slice(0, 500)
    .split(",", 10)
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(/\s*;\s*/);
      const quality = parameters.map((one) => /^q=([\d.]+)$/i.exec(one)?.[1]).find(Boolean);
      return { tag, quality: Number(quality ?? 1) };
    })
    .filter(({ tag, quality }) => /^[a-z][\w-]*$/i.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}

/**
 * Chooses the first language that a browser accepts and that is among those of a property; its first one if there is none.
 *
 * @param header languages as in `Accept-Language`
 */
export function chooseLocale(languages: readonly Locale[], header: string): Locale {
  const labels: LocaleLabel[] = languages.map((locale) => [locale, "", tagsOf(locale, languages)]);
  const none: LocaleLabel = ["", "", ".*"];
  const tags = acceptedLanguages(header).map((tag) => labelFor([...labels, none], tag)[0]);
  return languages.find((locale) => locale === tags.find(Boolean)) ?? languages[0] ?? LOCALE_TAGS[0];
}
