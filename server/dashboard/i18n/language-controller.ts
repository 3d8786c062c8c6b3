import { type ReadonlySignal, signal } from "@preact/signals";
import type { DashboardLanguage as Language } from "../../../shared/dashboard-language.ts";
import type { Dictionary } from "./translate.ts";

const KEY = "foyer.language";
/** The languages, without the schema: its library is no part of the sign-in page. */
const LANGUAGES: readonly Language[] = ["en", "de", "fr", "es", "ar"];

interface LanguageDeps {
  /** The browser's languages, the preferred one first. */
  readonly browserLanguages: () => readonly string[];
  readonly preferences: Pick<Storage, "getItem" | "setItem">;
  readonly load: (language: Language) => Promise<Dictionary>;
  /** Shows a language: its texts, and the page's `lang` and `dir`. */
  readonly show: (language: Language, dictionary: Dictionary) => void;
}

export interface LanguageController {
  /** The choice that is on the screen; undefined before the first. */
  readonly shown: ReadonlySignal<Language | null | undefined>;
  /** Shows the language that was last chosen in this browser, for the screens before sign-in. */
  start(): Promise<void>;
  /** Shows the language that an agent has chosen; null: the browser's. */
  follow(choice: Language | null): Promise<void>;
}

/** The language for a list of language tags: the first that the dashboard has, else English. */
export function languageFor(tags: readonly string[]): Language {
  for (const tag of tags) {
    const found = languageOf(tag.toLowerCase().split(/[-_]/)[0]);
    if (found) return found;
  }
  return "en";
}

const languageOf = (text: string | null | undefined): Language | null =>
  LANGUAGES.find((language) => language === text) ?? null;

/** Loads and shows the language of the dashboard. */
export function createLanguage({
  browserLanguages,
  preferences,
  load,
  show,
}: LanguageDeps): LanguageController {
  const shown = signal<Language | null | undefined>(undefined);
  let latest = 0;
  async function follow(choice: Language | null): Promise<void> {
    if (choice === shown.value) return;
    const mine = ++latest;
    preferences.setItem(KEY, choice ?? "");
    const language = choice ?? languageFor(browserLanguages());
    // without its texts, as after an update of the server, the page is usable in English
    const dictionary = await load(language).catch(() => null);
    // another choice was made in the meantime
    if (mine !== latest) return;
    show(dictionary ? language : "en", dictionary ?? new Map());
    shown.value = choice;
  }
  return { shown, follow, start: () => follow(languageOf(preferences.getItem(KEY))) };
}
