import type { FieldType, FormDefinition } from "./form.ts";

/** The types of fields whose answer is typed as a text. */
const TYPED: readonly FieldType[] = ["text", "name", "email", "phone", "long_text"];

/** Whether a form has only fields whose answers are typed, each of which is always shown. */
export const isPlainForm = ({ fields }: Pick<FormDefinition, "fields">): boolean =>
  fields.every(({ type, shownIf }) => TYPED.includes(type) && !shownIf);
