import type { Locale } from "../../../shared/locale-tag.ts";

/** The name of a language in itself, as a list of languages shows it. */
export function ownNameOf(locale: Locale): string {
  const name = new Intl.DisplayNames([locale], { type: "language" }).of(locale) ?? locale;
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}
