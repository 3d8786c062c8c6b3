import type { DetailRecord, Source } from "../../../shared/contact.ts";

/** One field of a contact: what is in use, what was, and what somebody unproven says instead. */
export interface DetailGroup {
  readonly field: string;
  readonly label: string;
  readonly current: readonly DetailRecord[];
  readonly alternatives: readonly DetailRecord[];
  readonly past: readonly DetailRecord[];
}

const LABELS: Readonly<Record<string, string>> = {
  name: "Name",
  email: "E-mail",
  phone: "Phone",
  user_id: "User ID",
  organization: "Organization",
};
const ORDER = Object.keys(LABELS);

/** What a field is called; custom attributes and consents by their own key. */
export function fieldLabel(field: string): string {
  const known = Object.hasOwn(LABELS, field) ? LABELS[field] : undefined;
  if (known) return known;
  const [kind, ...key] = field.split(":");
  return kind === "consent" ? `Consent: ${key.join(":")}` : key.join(":") || field;
}

const rank = (field: string) => {
  const known = ORDER.indexOf(field);
  return known === -1 ? ORDER.length + (field.startsWith("consent:") ? 1 : 0) : known;
};

/** The records of a contact by field: name, e-mail, phone first, then custom attributes, then consents. */
export function groupDetails(details: readonly DetailRecord[]): readonly DetailGroup[] {
  const fields = [...new Set(details.map(({ field }) => field))];
  return fields
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    .map((field) => {
      const own = details.filter((detail) => detail.field === field);
      const having = (status: DetailRecord["status"]) => own.filter((detail) => detail.status === status);
      return {
        field,
        label: fieldLabel(field),
        current: having("current"),
        alternatives: having("alternative"),
        past: having("past").sort((a, b) => b.at - a.at),
      };
    });
}

/** Where a value came from, in words (R11). */
export const SOURCE_WORDS: Readonly<Record<Source, string>> = {
  agent: "an agent",
  proven: "the owner's site, signed",
  api: "the API",
  csv: "a CSV import",
  form: "a form",
  browser: "the page",
};
