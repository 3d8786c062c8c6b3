import type { ImportInfo, ImportPreset, ImportReport, RowOutcome } from "../../../shared/import.ts";
import { count } from "../ui/format.ts";

export const PRESET_LABELS: Readonly<Record<ImportPreset, string>> = {
  foyer: "Foyer",
  tawk: "tawk.to",
  chatwoot: "Chatwoot",
  intercom: "Intercom",
  hubspot: "HubSpot",
  google: "Google Contacts",
};

/** What becomes of a row, before and after it was imported. */
export const OUTCOME_TEXTS: Readonly<Record<RowOutcome, { label: string; planned: string; done: string }>> = {
  new: { label: "New", planned: "become contacts", done: "became contacts" },
  updated: {
    label: "Updated",
    planned: "add to a contact you have",
    done: "added to a contact you had",
  },
  unchanged: { label: "Unchanged", planned: "say nothing new", done: "said nothing new" },
  conflict: {
    label: "Conflict",
    planned: "are imported, but something is kept beside",
    done: "were imported, but something is kept beside",
  },
  refused: { label: "Refused", planned: "are left out", done: "were left out" },
};

const DELIMITER_LABELS: Readonly<Record<string, string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "bars",
};

/** How the file was read, for a second look when letters or columns came out wrong. */
export function formatText({ encoding, delimiter }: Pick<ImportInfo, "encoding" | "delimiter">): string {
  const by = DELIMITER_LABELS[delimiter];
  return `read as ${encoding.toUpperCase()}${by ? `, divided by ${by}` : ""}`;
}

/** So many of something. */
export function countOf(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** How many rows an import writes something for. */
export function rowsToImport({ counts }: ImportReport): number {
  return counts.new + counts.updated + counts.conflict;
}
