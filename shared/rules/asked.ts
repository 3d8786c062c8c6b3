import type { Answers, FormField, Wording } from "./form.ts";

/** The words of a wording in a language: the exact locale, its language, or the default. Empty words are none. */
export function wordingIn(wording: Wording | undefined, locale: string): string | undefined {
  const words = (key = "") => (wording && Object.hasOwn(wording, key) && wording[key]) || undefined;
  return words(locale) ?? words(locale.split("-")[0]) ?? words("default");
}

/** R28: a field whose answer is known is not shown again; a message is new every time. */
export function isAsked(field: FormField, known: Answers): boolean {
  return field.always || field.type === "long_text" || !Object.hasOwn(known, field.id);
}
