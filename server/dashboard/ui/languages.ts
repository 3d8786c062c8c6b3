import type { Locale, Locales } from "../../../shared/locale-tag.ts";
import { localeFor } from "../../../shared/match-locale.ts";

/** The widget's languages for a new property: English, and those that this browser asks for. */
export function browserLanguages(): Locales {
  const wanted = navigator.languages
    .map(localeFor)
    .filter((locale): locale is Locale => locale !== undefined);
  return ["en", ...new Set(wanted.filter((locale) => locale !== "en"))];
}
