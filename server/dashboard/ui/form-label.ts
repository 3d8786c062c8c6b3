import type { FormKey } from "../../../shared/form-key.ts";
import { type Message, message, t } from "../i18n/translate.ts";

const PANEL_FORMS: Readonly<Record<string, Message>> = {
  pre_chat: message("Pre-chat form"),
  offline: message("Offline form"),
};

/** Whether it is one of the forms that the owner has named. */
export const isNamed = (key: FormKey): boolean => !Object.hasOwn(PANEL_FORMS, key);

/** The name of a form by its key, which stays when the owner deletes or renames the form: `contact` is the "Contact form". */
export function formLabel(key: FormKey): string {
  const own = PANEL_FORMS[key];
  if (own) return t(own);
  const words = key.replaceAll("_", " ").trim();
  const name = words.charAt(0).toUpperCase() + words.slice(1);
  return /\bform$/i.test(name) ? name : t("{name} form", { name });
}
