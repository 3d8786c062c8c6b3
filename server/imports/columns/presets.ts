import type { ImportPreset, PlainImportField } from "../../../shared/import.ts";

export interface Preset {
  readonly id: ImportPreset;
  /** An export of it has all of these columns. */
  readonly required: readonly string[];
  /** Where it calls something differently from everybody else; null: what looks like a detail and is none. */
  readonly columns: Readonly<Record<string, PlainImportField | null>>;
}

/** The most particular first. */
const PRESETS: readonly Preset[] = [
  { id: "foyer", required: ["visitor id", "user id", "name", "e mails", "phones"], columns: {} },
  {
    id: "google",
    required: ["e mail 1 value"],
    // the older form has the whole name beside its parts; a column for each of up to many e-mails and phones
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

/** The program whose export has such columns, by their names in the form that `plainHeader` gives them; null: none. */
export function detectPreset(names: readonly string[]): Preset | null {
  return PRESETS.find(({ required }) => required.every((sign) => names.includes(sign))) ?? null;
}
