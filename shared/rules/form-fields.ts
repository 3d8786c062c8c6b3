import type { Answers, FormField, Wording } from "./form.ts";

/** The text of a wording for a locale: of the exact locale, else of its language, else the default. Empty texts do not count. */
export function wordingIn(wording: Wording | undefined, locale: string): string | undefined {
  const textOf = (key = "") => (wording && Object.hasOwn(wording, key) && wording[key]) || undefined;
  return textOf(locale) ?? textOf(locale.split("-")[0]) ?? textOf("default");
}

/** R28: a field whose answer is known is not shown again, unless the owner says so. A message is always asked. */
export function isAsked(field: FormField, known: Answers): boolean {
  return field.always || field.type === "long_text" || !Object.hasOwn(known, field.id);
}
