import type { FormKey } from "../../../shared/form-key.ts";

const PANEL_FORMS: Readonly<Record<string, string>> = { pre_chat: "Pre-chat form", offline: "Offline form" };

/** Whether it is one of the forms that the owner has named. */
export const isNamed = (key: FormKey): boolean => !Object.hasOwn(PANEL_FORMS, key);

/** The name of a form by its key, which stays when the owner deletes or renames the form: `contact` is the "Contact form". */
export function formLabel(key: FormKey): string {
  if (!isNamed(key)) return PANEL_FORMS[key] ?? key;
  const words = key.replaceAll("_", " ").trim();
  const name = words.charAt(0).toUpperCase() + words.slice(1);
  return /\bform$/i.test(name) ? name : `${name} form`;
}
