/**
 * A locale as the embed knows it: its tag, which is the name of its files, the launcher's label in it, and a regular expression
 * for the language tags that it is for; absent: its own.
 */
export type LocaleLabel = [locale: string, label: string, tags?: string | undefined];

/**
 * Chooses a locale for a language tag, however the tag is written: `pt-BR`, `PT_br`, `pt-BR-x-shop`. A tag of a longer language
 * (`fil`) is none of a shorter one (`fi`).
 *
 * @param labels of the property's locales; the last is for all tags
 */
export const labelFor = (labels: readonly LocaleLabel[], wanted: string): LocaleLabel =>
  labels.find(([locale, , tags = locale]) =>
    RegExp(`^\\W*(${tags})(?![a-z])`, "i").test(wanted),
  ) as LocaleLabel;

/** Matches the locales that are written from right to left. */
export const RIGHT_TO_LEFT = /^(ar|fa|he)/;

/** Whether a locale is written from right to left. */
export const isRightToLeft = (locale: string): boolean => RIGHT_TO_LEFT.test(locale);
