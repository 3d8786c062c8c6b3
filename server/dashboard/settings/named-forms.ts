import type { FormDraft } from "../../../shared/form.ts";
import type { FormKey } from "../../../shared/form-key.ts";
import type { PropertySettings } from "../../../shared/property.ts";
import { type Message, message } from "../i18n/translate.ts";

/** The forms of a property among its settings. */
type Forms = Pick<PropertySettings, "preChatForm" | "offlineForm" | "namedForms" | "comparisons">;

/** The version of a form that is edited. A second one is there while the two are compared. */
export type FormVersion = "first" | "second";

export const VERSION_NAMES: Readonly<Record<FormVersion, Message>> = {
  first: message("First version"),
  second: message("Second version"),
};

/** A form with the path of its draft in the settings; null: there is none with this key, or it has no such version. */
export function findForm(
  settings: Forms,
  key: FormKey,
  version: FormVersion = "first",
): { form: FormDraft; path: string } | null {
  if (version === "second") {
    const at = settings.comparisons.findIndex(({ form }) => form === key);
    const comparison = settings.comparisons[at];
    return comparison ? { form: comparison.second, path: `comparisons.${at}.second` } : null;
  }
  if (key === "pre_chat") return { form: settings.preChatForm, path: "preChatForm" };
  if (key === "offline") return { form: settings.offlineForm, path: "offlineForm" };
  const at = settings.namedForms.findIndex((one) => one.key === key);
  const named = settings.namedForms[at];
  return named ? { form: named.form, path: `namedForms.${at}.form` } : null;
}

/** The change of the settings that replaces a version of a form. */
export function replaceForm(
  { namedForms, comparisons }: Forms,
  key: FormKey,
  form: FormDraft,
  version: FormVersion = "first",
): Partial<Forms> {
  if (version === "second")
    return { comparisons: comparisons.map((one) => (one.form === key ? { ...one, second: form } : one)) };
  if (key === "pre_chat") return { preChatForm: form };
  if (key === "offline") return { offlineForm: form };
  return { namedForms: namedForms.map((one) => (one.key === key ? { ...one, form } : one)) };
}

/** The change of the settings that begins to compare a form with a second version, which is equal at first. */
export function beginComparison(settings: Forms, key: FormKey): Partial<Forms> {
  const found = findForm(settings, key);
  if (!found) return {};
  return { comparisons: [...settings.comparisons, { form: key, second: found.form, share: 50 }] };
}

/** The change of the settings that ends a comparison. @param chosen the version that all visitors see from then on */
export function endComparison(settings: Forms, key: FormKey, chosen: FormVersion): Partial<Forms> {
  const form = findForm(settings, key, chosen)?.form;
  return {
    ...(form && replaceForm(settings, key, form)),
    comparisons: settings.comparisons.filter((one) => one.form !== key),
  };
}

/** The change of the settings that removes a named form. */
export function removeForm({ namedForms, comparisons }: Forms, key: FormKey): Partial<Forms> {
  return {
    namedForms: namedForms.filter((one) => one.key !== key),
    comparisons: comparisons.filter(({ form }) => form !== key),
  };
}

/** A key for a new form of this name, which no form has: "Quote request" is `quote_request`. */
export function keyFor(name: string, { namedForms }: Pick<Forms, "namedForms">): FormKey {
  const words = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z\d]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 30);
  const base = ["", "pre_chat", "offline", "agent", "follow_up", "mail"].includes(words)
    ? `form_${words}`
    : words;
  const taken = namedForms.map(({ key }) => key);
  for (let number = 1; ; number++) {
    const key = number === 1 ? base : `${base}_${number}`;
    if (!taken.includes(key)) return key;
  }
}
