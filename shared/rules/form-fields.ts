import type { Answers, FieldType, FormField, Wording } from "./form.ts";

/** The text of a wording for a locale: of the exact locale, else of its language, else the default. Empty texts do not count. */
export function wordingIn(wording: Wording | undefined, locale: string): string | undefined {
  const textOf = (key = "") => (wording && Object.hasOwn(wording, key) && wording[key]) || undefined;
  return textOf(locale) ?? textOf(locale.split("-")[0]) ?? textOf("default");
}

/** R28: a field whose answer is known is not shown again, unless the owner says so. A message is always asked. */
export function isAsked(field: FormField, known: Answers): boolean {
  return field.always || field.type === "long_text" || !Object.hasOwn(known, field.id);
}

/** The types of fields whose answer is chosen from options. */
export type OptionsType = Extract<FieldType, "choice" | "choices" | "department">;
/** The types of fields that have a label of the widget's own, so that the owner need not write one. */
export type LabelledType = Extract<FieldType, "name" | "email" | "phone" | "long_text">;

const OPTIONS_TYPES: Readonly<Record<OptionsType, true>> = { choice: true, choices: true, department: true };
const LABELLED_TYPES: Readonly<Record<LabelledType, true>> = {
  name: true,
  email: true,
  phone: true,
  long_text: true,
};

/** Whether the answer is chosen from options. */
export const hasOptions = (type: FieldType): type is OptionsType => Object.hasOwn(OPTIONS_TYPES, type);

/** Whether the widget has a label for this type. */
export const hasOwnLabel = (type: FieldType): type is LabelledType => Object.hasOwn(LABELLED_TYPES, type);
