import * as z from "zod/mini";
import type { Script } from "./locales.ts";

/** A language of the dashboard, whose texts other than English are in `server/dashboard/i18n/`. */
interface LanguageEntry {
  readonly name: string;
  readonly script: Script;
  /** The speaker of the language that has read all texts; null: they are a machine translation. */
  readonly reviewedBy: string | null;
}

export const DashboardLanguage = z.enum(["en", "de", "fr", "es", "ar"]);
export type DashboardLanguage = z.infer<typeof DashboardLanguage>;

/** All languages of the dashboard, with their own names. */
export const DASHBOARD_LANGUAGES = {
  en: { name: "English", script: "Latn", reviewedBy: "the authors" },
  de: { name: "Deutsch", script: "Latn", reviewedBy: null },
  fr: { name: "Français", script: "Latn", reviewedBy: null },
  es: { name: "Español", script: "Latn", reviewedBy: null },
  ar: { name: "العربية", script: "Arab", reviewedBy: null },
} as const satisfies Readonly<Record<DashboardLanguage, LanguageEntry>>;

/** The language that an agent has chosen for the dashboard; null: the browser's. */
export const LanguageChoice = z.object({ language: z.nullable(DashboardLanguage) });
