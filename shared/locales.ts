import { type LocaleLabel, labelFor } from "./rules/locale-tags.ts";

/** A locale of the widget. Its texts are in `widget/locales/`: `TAG.ts`, `TAG-chat.ts` and `TAG-conversations.ts`. */
interface LocaleEntry {
  /** The language in itself, as it is shown in a list of languages. */
  readonly name: string;
  /** ISO 15924. */
  readonly script: Script;
  /** The launcher's accessible name, which a screen reader may say before anything else is loaded. */
  readonly label: string;
  /** The speaker of the language that has read all texts; null: they are a machine translation. */
  readonly reviewedBy: string | null;
  /** Further tags that the locale is for, as a regular expression, such as those of an older standard. */
  readonly also?: string;
}

export type Script =
  | "Arab"
  | "Beng"
  | "Cyrl"
  | "Deva"
  | "Grek"
  | "Hans"
  | "Hant"
  | "Hebr"
  | "Jpan"
  | "Kore"
  | "Latn"
  | "Thai";

/**
 * All locales of the widget, by their tags. The build, the embed's labels, the settings and the tests follow this list; how
 * to add one is in CONTRIBUTING.md.
 */
export const LOCALES = {
  en: { name: "English", script: "Latn", label: "Open chat", reviewedBy: "the authors" },
  es: { name: "Español", script: "Latn", label: "Abrir el chat", reviewedBy: null },
  de: { name: "Deutsch", script: "Latn", label: "Chat öffnen", reviewedBy: null },
  ja: { name: "日本語", script: "Jpan", label: "チャットを開く", reviewedBy: null },
  fr: { name: "Français", script: "Latn", label: "Ouvrir le chat", reviewedBy: null },
  "pt-BR": { name: "Português (Brasil)", script: "Latn", label: "Abrir o chat", reviewedBy: null },
  ru: { name: "Русский", script: "Cyrl", label: "Открыть чат", reviewedBy: null },
  it: { name: "Italiano", script: "Latn", label: "Apri la chat", reviewedBy: null },
  nl: { name: "Nederlands", script: "Latn", label: "Chat openen", reviewedBy: null },
  pl: { name: "Polski", script: "Latn", label: "Otwórz czat", reviewedBy: null },
  tr: { name: "Türkçe", script: "Latn", label: "Sohbeti aç", reviewedBy: null },
  fa: { name: "فارسی", script: "Arab", label: "باز کردن گفتگو", reviewedBy: null },
  "zh-Hans": {
    name: "简体中文",
    script: "Hans",
    label: "打开聊天",
    reviewedBy: null,
    also: "zh(?!.(?:hant|tw|hk|mo))|cmn",
  },
  vi: { name: "Tiếng Việt", script: "Latn", label: "Mở cuộc trò chuyện", reviewedBy: null },
  id: { name: "Bahasa Indonesia", script: "Latn", label: "Buka chat", reviewedBy: null, also: "in" },
  cs: { name: "Čeština", script: "Latn", label: "Otevřít chat", reviewedBy: null },
  ko: { name: "한국어", script: "Kore", label: "채팅 열기", reviewedBy: null },
  uk: { name: "Українська", script: "Cyrl", label: "Відкрити чат", reviewedBy: null },
  ar: { name: "العربية", script: "Arab", label: "الدردشة", reviewedBy: null },
  hu: { name: "Magyar", script: "Latn", label: "Csevegés megnyitása", reviewedBy: null },
  sv: { name: "Svenska", script: "Latn", label: "Öppna chatten", reviewedBy: null },
  ro: { name: "Română", script: "Latn", label: "Deschide chatul", reviewedBy: null, also: "mo" },
  el: { name: "Ελληνικά", script: "Grek", label: "Άνοιγμα συνομιλίας", reviewedBy: null },
  da: { name: "Dansk", script: "Latn", label: "Åbn chat", reviewedBy: null },
  fi: { name: "Suomi", script: "Latn", label: "Avaa chat", reviewedBy: null },
  he: { name: "עברית", script: "Hebr", label: "פתיחת הצ׳אט", reviewedBy: null, also: "iw" },
  sk: { name: "Slovenčina", script: "Latn", label: "Otvoriť čet", reviewedBy: null },
  th: { name: "ไทย", script: "Thai", label: "เปิดแชท", reviewedBy: null },
  bg: { name: "Български", script: "Cyrl", label: "Отваряне на чата", reviewedBy: null },
  hr: { name: "Hrvatski", script: "Latn", label: "Otvori chat", reviewedBy: null },
  nb: { name: "Norsk bokmål", script: "Latn", label: "Åpne chatten", reviewedBy: null, also: "no|nn" },
  lt: { name: "Lietuvių", script: "Latn", label: "Atidaryti pokalbį", reviewedBy: null },
  sr: { name: "Српски", script: "Cyrl", label: "Отвори ћаскање", reviewedBy: null, also: "sh" },
  sl: { name: "Slovenščina", script: "Latn", label: "Odpri klepet", reviewedBy: null },
  ca: { name: "Català", script: "Latn", label: "Obre el xat", reviewedBy: null },
  et: { name: "Eesti", script: "Latn", label: "Ava vestlus", reviewedBy: null },
  lv: { name: "Latviešu", script: "Latn", label: "Atvērt tērzēšanu", reviewedBy: null },
  hi: { name: "हिन्दी", script: "Deva", label: "चैट खोलें", reviewedBy: null },
  bn: { name: "বাংলা", script: "Beng", label: "চ্যাট খুলুন", reviewedBy: null },
  "zh-Hant": {
    name: "繁體中文",
    script: "Hant",
    label: "開啟聊天",
    reviewedBy: null,
    also: "zh.(?:hant|tw|hk|mo)|yue",
  },
} as const satisfies Readonly<Record<string, LocaleEntry>>;

export type Locale = keyof typeof LOCALES;

/** At least one. */
export type Locales = [Locale, ...Locale[]];

/** The tags of all locales, in the order of the list. */
export const LOCALE_TAGS = Object.keys(LOCALES) as Locales;

const entryOf = (locale: Locale): LocaleEntry => LOCALES[locale];
const languageOf = (locale: string) => locale.replace(/-.*/, "");

/**
 * A locale with the tags that it is for: those of its entry in the list, and all of its language if it is the only locale of it
 * (`pt-BR`, or `zh-Hant` without `zh-Hans`).
 */
function labelOf(locale: Locale, among: readonly Locale[]): LocaleLabel {
  const { also, label } = entryOf(locale);
  const language = languageOf(locale);
  const isOnly = among.every((other) => other === locale || languageOf(other) !== language);
  const tags = [...new Set([locale, also, isOnly && language])].filter(Boolean).join("|");
  return tags === locale ? [locale, label] : [locale, label, tags];
}

/**
 * A property's locales as the embed needs them.
 *
 * @param locales the first is for tags that none is for, and the last of the labels
 */
export function localeLabels(locales: Readonly<Locales>): LocaleLabel[] {
  const [fallback, ...others] = locales;
  return [...others.map((locale) => labelOf(locale, locales)), [fallback, entryOf(fallback).label, ".*"]];
}

/** All, and one without a name for the tags that none is for. */
const ALL: readonly LocaleLabel[] = [
  ...LOCALE_TAGS.map((locale) => labelOf(locale, LOCALE_TAGS)),
  ["", "", ".*"],
];

/**
 * The locale for a language tag, such as a browser's, if there is one.
 *
 * @param tag also in an older or a wrong form: `iw`, `zh_TW`
 */
export const localeFor = (tag: string): Locale | undefined =>
  (labelFor(ALL, tag)[0] || undefined) as Locale | undefined;
