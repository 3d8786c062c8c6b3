import type { FieldType } from "../../../shared/rules/form.ts";

/** The name of each type of field, and its use. */
export const FIELD_TYPES: Readonly<Record<FieldType, { name: string; hint: string }>> = {
  name: { name: "Name", hint: "What to call the person" },
  email: { name: "E-mail", hint: "Makes the visitor a contact" },
  phone: { name: "Phone", hint: "Makes the visitor a contact" },
  long_text: { name: "Message", hint: "Several lines; asked every time" },
  text: { name: "Text", hint: "One line of text" },
  choice: { name: "Choice", hint: "One of several" },
  choices: { name: "Several choices", hint: "Any of several" },
  department: { name: "Department", hint: "Who should answer" },
  checkbox: { name: "Checkbox", hint: "Yes or no" },
  consent: { name: "Consent", hint: "Wording and time are kept with the contact" },
  hidden: { name: "Hidden", hint: "A value of the page that visitors do not see" },
};
export const TYPE_ORDER = Object.keys(FIELD_TYPES) as readonly FieldType[];
