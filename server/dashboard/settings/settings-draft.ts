import type { FormKey } from "../../../shared/form-key.ts";
import type { Locale } from "../../../shared/locale-tag.ts";
import { PropertySettings } from "../../../shared/property.ts";
import { ORIGIN_ENTRY, originOf } from "../../../shared/rules/origin.ts";
import type { SettingsSection } from "../app/routes.ts";
import { t } from "../i18n/translate.ts";
import { schemaFaults } from "../ui/schema-faults.ts";
import { wordingFaults } from "./edit-form.ts";
import type { FormVersion } from "./named-forms.ts";
import { ownNameOf } from "./own-name.ts";

/** Whether two JSON values are equal. The order of keys does not matter; an undefined key equals an absent one. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return [...new Set([...left.keys(), ...right.keys()])].every((key) =>
    sameValue(left.get(key), right.get(key)),
  );
}

/** The faults that prevent saving, by path: those of the shared schema, then missing texts. */
export function draftFaults(draft: PropertySettings): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  const forms = [
    ["preChatForm", draft.preChatForm] as const,
    ["offlineForm", draft.offlineForm] as const,
    ...draft.namedForms.map(({ form }, at) => [`namedForms.${at}.form`, form] as const),
    ...draft.comparisons.map(({ second }, at) => [`comparisons.${at}.second`, second] as const),
  ];
  for (const [form, fields] of forms)
    for (const [path, words] of wordingFaults(fields)) faults.set(`${form}.${path}`, words);
  for (const [path, words] of schemaFaults(PropertySettings, draft))
    if (!faults.has(path)) faults.set(path, words);
  return faults;
}

const SECTION_OF: Readonly<Record<keyof PropertySettings, SettingsSection>> = {
  name: "general",
  accent: "general",
  position: "general",
  launcher: "general",
  theme: "general",
  greeting: "general",
  languages: "general",
  timeZone: "availability",
  hours: "availability",
  specialDays: "availability",
  waitLimit: "availability",
  answerTarget: "availability",
  closeAfterDays: "availability",
  files: "general",
  allowedOrigins: "sites",
  locationTracking: "privacy",
  matching: "privacy",
  consent: "privacy",
  allowedParameters: "privacy",
  retentionDays: "privacy",
  visitorDomain: "privacy",
  handOver: "privacy",
  signedInOnly: "identity",
  preChatForm: "forms",
  offlineForm: "forms",
  namedForms: "forms",
  comparisons: "forms",
};

/** The sections that have faults. */
export function faultySections(faults: ReadonlyMap<string, string>): ReadonlySet<SettingsSection> {
  const sections = new Set<SettingsSection>();
  for (const path of faults.keys()) {
    const key = path.split(".")[0];
    if (key && Object.hasOwn(SECTION_OF, key)) sections.add(SECTION_OF[key as keyof PropertySettings]);
  }
  return sections;
}

/** Reduces a pasted address to its origin, in lower case and without a path. Other texts stay unchanged. */
export function tidyOrigin(typed: string): string {
  const text = typed.trim().toLowerCase();
  const origin = originOf(text);
  return ORIGIN_ENTRY.test(text) || !origin || !ORIGIN_ENTRY.test(origin) ? text : origin;
}

/**
 * Reduces a pasted address to the domain that its hosts share: in lower case, in its ASCII form, without `www.`. Other
 * texts stay unchanged.
 */
export function tidyDomain(typed: string): string {
  const text = typed.trim();
  const address = `https://${text.replace(/^(?:https?:\/\/)?(?:\*?\.)?/i, "")}`;
  if (!text || !URL.canParse(address)) return text;
  return new URL(address).hostname.replace(/^www\.(?=.+\.)/, "").replace(/\.$/, "");
}

/** The languages in which a text of the owner may be worded, with their names: all at once, and each of the property's. */
export const wordingLocales = (
  languages: readonly Locale[],
): readonly (readonly [locale: WordingLocale, name: string])[] => [
  ["default", t("All languages")],
  ...languages.map((locale) => [locale, ownNameOf(locale)] as const),
];
export type WordingLocale = Locale | "default";

/**
 * The part of the draft that the preview shows, so that it fits into an address: one form, the texts of one language,
 * and no settings without a visible effect.
 */
export function previewDraft(
  draft: PropertySettings,
  {
    form,
    version,
    language,
  }: { readonly form: FormKey; readonly version: FormVersion; readonly language: string },
): PropertySettings {
  const named = draft.namedForms.find(({ key }) => key === form);
  const first = form === "pre_chat" ? draft.preChatForm : (named?.form ?? draft.offlineForm);
  const second = draft.comparisons.find((one) => one.form === form)?.second;
  const shown = (version === "second" && second) || first;
  const hidden = { fields: [{ id: "message", type: "long_text" as const, required: true }] };
  const visible = JSON.parse(JSON.stringify(shown), (_, value: unknown) => onlyLanguage(value, language));
  return {
    ...draft,
    greeting: draft.greeting && onlyLanguage(draft.greeting, language),
    allowedOrigins: [],
    allowedParameters: [],
    visitorDomain: "",
    handOver: false,
    hours: null,
    specialDays: [],
    preChatForm: form === "pre_chat" ? visible : hidden,
    offlineForm: form === "pre_chat" ? hidden : visible,
    namedForms: [],
    comparisons: [],
  };
}

/** Removes the languages that are not shown from a wording. Other values stay unchanged. */
function onlyLanguage<T>(value: T, language: string): T {
  const isWording = value !== null && typeof value === "object" && "default" in value;
  if (!isWording) return value;
  const entries = Object.entries(value).filter(([locale]) => locale === "default" || locale === language);
  // a wording with fewer locales is still a wording
  return Object.fromEntries(entries) as T;
}
