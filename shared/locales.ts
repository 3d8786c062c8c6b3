import type { Locale, Locales } from "./locale-tag.ts";
import { tagsOf } from "./match-locale.ts";
import type { LocaleLabel } from "./rules/locale-tags.ts";

/** A locale of the widget. Its texts are in `widget/locales/`: `TAG.ts`, `TAG-chat.ts` and `TAG-conversations.ts`. */
interface LocaleEntry {
  /** ISO 15924. */
  readonly script: Script;
  /** The launcher's accessible name, which a screen reader may say before anything else is loaded. */
  readonly label: string;
  /** The speaker of the language that has read all texts; null: they are a machine translation. */
  readonly reviewedBy: string | null;
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
  en: { script: "Latn", label: "Open chat", reviewedBy: "the authors" },
  es: { script: "Latn", label: "Abrir el chat", reviewedBy: null },
  de: { script: "Latn", label: "Chat öffnen", reviewedBy: null },
  ja: { script: "Jpan", label: "チャットを開く", reviewedBy: null },
  fr: { script: "Latn", label: "Ouvrir le chat", reviewedBy: null },
  "pt-BR": { script: "Latn", label: "Abrir o chat", reviewedBy: null },
  ru: { script: "Cyrl", label: "Открыть чат", reviewedBy: null },
  it: { script: "Latn", label: "Apri la chat", reviewedBy: null },
  nl: { script: "Latn", label: "Chat openen", reviewedBy: null },
  pl: { script: "Latn", label: "Otwórz czat", reviewedBy: null },
  tr: { script: "Latn", label: "Sohbeti aç", reviewedBy: null },
  fa: { script: "Arab", label: "باز کردن گفتگو", reviewedBy: null },
  "zh-Hans": {
    script: "Hans",
    label: "打开聊天",
    reviewedBy: null,
  },
  vi: { script: "Latn", label: "Mở cuộc trò chuyện", reviewedBy: null },
  id: { script: "Latn", label: "Buka chat", reviewedBy: null },
  cs: { script: "Latn", label: "Otevřít chat", reviewedBy: null },
  ko: { script: "Kore", label: "채팅 열기", reviewedBy: null },
  uk: { script: "Cyrl", label: "Відкрити чат", reviewedBy: null },
  ar: { script: "Arab", label: "الدردشة", reviewedBy: null },
  hu: { script: "Latn", label: "Csevegés megnyitása", reviewedBy: null },
  sv: { script: "Latn", label: "Öppna chatten", reviewedBy: null },
  ro: { script: "Latn", label: "Deschide chatul", reviewedBy: null },
  el: { script: "Grek", label: "Άνοιγμα συνομιλίας", reviewedBy: null },
  da: { script: "Latn", label: "Åbn chat", reviewedBy: null },
  fi: { script: "Latn", label: "Avaa chat", reviewedBy: null },
  he: { script: "Hebr", label: "פתיחת הצ׳אט", reviewedBy: null },
  sk: { script: "Latn", label: "Otvoriť čet", reviewedBy: null },
  th: { script: "Thai", label: "เปิดแชท", reviewedBy: null },
  bg: { script: "Cyrl", label: "Отваряне на чата", reviewedBy: null },
  hr: { script: "Latn", label: "Otvori chat", reviewedBy: null },
  nb: { script: "Latn", label: "Åpne chatten", reviewedBy: null },
  lt: { script: "Latn", label: "Atidaryti pokalbį", reviewedBy: null },
  sr: { script: "Cyrl", label: "Отвори ћаскање", reviewedBy: null },
  sl: { script: "Latn", label: "Odpri klepet", reviewedBy: null },
  ca: { script: "Latn", label: "Obre el xat", reviewedBy: null },
  et: { script: "Latn", label: "Ava vestlus", reviewedBy: null },
  lv: { script: "Latn", label: "Atvērt tērzēšanu", reviewedBy: null },
  hi: { script: "Deva", label: "चैट खोलें", reviewedBy: null },
  bn: { script: "Beng", label: "চ্যাট খুলুন", reviewedBy: null },
  "zh-Hant": {
    script: "Hant",
    label: "開啟聊天",
    reviewedBy: null,
  },
} as const satisfies Readonly<Record<Locale, LocaleEntry>>;

/** A locale's label, and the tags that it is for unless its own is the only one. */
function labelOf(locale: Locale, among: readonly Locale[]): LocaleLabel {
  const { label } = LOCALES[locale];
  const tags = tagsOf(locale, among);
  return tags === locale ? [locale, label] : [locale, label, tags];
}

/**
 * A property's locales as the embed needs them.
 *
 * @param locales the first is for tags that none is for, and the last of the labels
 */
export function localeLabels(locales: Readonly<Locales>): LocaleLabel[] {
  const [fallback, ...others] = locales;
  return [...others.map((locale) => labelOf(locale, locales)), [fallback, LOCALES[fallback].label, ".*"]];
}
