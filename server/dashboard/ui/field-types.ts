import type { FieldType } from "../../../shared/rules/form.ts";
import { type Message, message } from "../i18n/translate.ts";

/** The name of each type of field, and its use. */
export const FIELD_TYPES: Readonly<Record<FieldType, { name: Message; hint: Message }>> = {
  name: { name: message("Name"), hint: message("What to call the person") },
  email: { name: message("E-mail"), hint: message("Makes the visitor a contact") },
  phone: { name: message("Phone"), hint: message("Makes the visitor a contact") },
  long_text: { name: message("Message"), hint: message("Several lines; asked every time") },
  text: { name: message("Text"), hint: message("One line of text") },
  choice: { name: message("Choice"), hint: message("One of several") },
  choices: { name: message("Several choices"), hint: message("Any of several") },
  department: { name: message("Department"), hint: message("Who should answer") },
  checkbox: { name: message("Checkbox"), hint: message("Yes or no") },
  consent: { name: message("Consent"), hint: message("Wording and time are kept with the contact") },
  hidden: { name: message("Hidden"), hint: message("A value of the page that visitors do not see") },
};
export const TYPE_ORDER = Object.keys(FIELD_TYPES) as readonly FieldType[];
