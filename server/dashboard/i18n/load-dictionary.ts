import type { DashboardLanguage } from "../../../shared/dashboard-language.ts";
import type { Dictionary, Translation } from "./translate.ts";

/** The files of the texts by their language: machine translations, see `shared/dashboard-language.ts`. English is in the code. */
const FILES = {
  de: () => import("./texts/de.json"),
  fr: () => import("./texts/fr.json"),
  es: () => import("./texts/es.json"),
  ar: () => import("./texts/ar.json"),
} as const satisfies Readonly<
  Record<
    Exclude<DashboardLanguage, "en">,
    () => Promise<{ readonly default: Readonly<Record<string, Translation>> }>
  >
>;

/** The texts of a language. English has an empty dictionary. */
export async function loadDictionary(language: DashboardLanguage): Promise<Dictionary> {
  if (language === "en") return new Map();
  const texts: Readonly<Record<string, Translation>> = (await FILES[language]()).default;
  return new Map(Object.entries(texts));
}
