import type { ImportPreset, PlainImportField } from "../../../shared/import.ts";

export interface Preset {
  readonly id: ImportPreset;
  /** An export of it has all of these columns. */
  readonly signs: readonly string[];
  /** Where it calls something differently from everybody else; null: what looks like a detail and is none. */
  readonly columns: Readonly<Record<string, PlainImportField | null>>;
}

/** The most particular first. */
const PRESETS: readonly Preset[] = [
  { id: "foyer", signs: ["visitor id", "user id", "name", "e mails", "phones"], columns: {} },
  {
    id: "google",
    signs: ["e mail 1 value"],
    // the older form has the whole name beside its parts; a column for each of up to many e-mails and phones
    columns: { "file as": null, "name prefix": null, "name suffix": null },
  },
  {
    id: "hubspot",
    signs: ["record id", "first name", "last name", "email"],
    columns: { "record id": null, "contact owner": null },
  },
  {
    id: "intercom",
    signs: ["user id", "email", "last seen", "signed up"],
    columns: { owner: null, id: null },
  },
  {
    id: "intercom",
    signs: ["user id", "email", "last seen date", "signed up date"],
    columns: { owner: null, id: null },
  },
  {
    id: "chatwoot",
    signs: ["id", "name", "email", "phone number"],
    columns: { id: null, identifier: "user_id" },
  },
  {
    id: "tawk",
    signs: ["name", "email", "phone", "user id", "organization"],
    columns: { id: null, "job title": null },
  },
  {
    id: "tawk",
    signs: ["name", "email", "phone", "tags", "notes"],
    columns: { id: null, "job title": null },
  },
];

/** The program whose export has such columns, by their names in the form that `plainHeader` gives them; null: none. */
export function presetOf(names: readonly string[]): Preset | null {
  return PRESETS.find(({ signs }) => signs.every((sign) => names.includes(sign))) ?? null;
}
