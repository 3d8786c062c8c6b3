import type { ImportPreset, PlainImportField } from "../../../shared/import.ts";

export interface Preset {
  readonly id: ImportPreset;
  /** The columns that every export of the program has. */
  readonly required: readonly string[];
  /** The columns whose names mean something else than usual; null: the column is not imported. */
  readonly columns: Readonly<Record<string, PlainImportField | null>>;
}

/** The first match counts, so more specific presets come first. */
const PRESETS: readonly Preset[] = [
  { id: "foyer", required: ["visitor id", "user id", "name", "e mails", "phones"], columns: {} },
  {
    id: "google",
    required: ["e mail 1 value"],
    columns: { "file as": null, "name prefix": null, "name suffix": null },
  },
  {
    id: "hubspot",
    required: ["record id", "first name", "last name", "email"],
    columns: { "record id": null, "contact owner": null },
  },
  {
    id: "intercom",
    required: ["user id", "email", "last seen", "signed up"],
    columns: { owner: null, id: null },
  },
  {
    id: "intercom",
    required: ["user id", "email", "last seen date", "signed up date"],
    columns: { owner: null, id: null },
  },
  {
    id: "chatwoot",
    required: ["id", "name", "email", "phone number"],
    columns: { id: null, identifier: "user_id" },
  },
  {
    id: "tawk",
    required: ["name", "email", "phone", "user id", "organization"],
    columns: { id: null, "job title": null },
  },
  {
    id: "tawk",
    required: ["name", "email", "phone", "tags", "notes"],
    columns: { id: null, "job title": null },
  },
];

/** @param names headers as `normalizeHeader` returns them @returns the program that exported the file; null: unknown */
export function detectPreset(names: readonly string[]): Preset | null {
  return PRESETS.find(({ required }) => required.every((sign) => names.includes(sign))) ?? null;
}
