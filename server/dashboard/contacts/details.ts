import type { DetailRecord, Source } from "../../../shared/contact.ts";
import type { Attribute } from "../../../shared/crm.ts";

/** What can be written into a field. */
export type FieldInput = Attribute["type"] | "name" | "email" | "phone" | "user_id" | "organization";

/** One field of a contact: what is in use, what was, and what is kept beside. */
export interface DetailGroup {
  readonly field: string;
  readonly label: string;
  /** Null: agents do not write here. */
  readonly input: FieldInput | null;
  /** Of a choice; otherwise none. */
  readonly choices: readonly string[];
  readonly current: readonly DetailRecord[];
  readonly alternatives: readonly DetailRecord[];
  readonly past: readonly DetailRecord[];
}

const FIELDS = {
  name: "Name",
  email: "E-mail",
  phone: "Phone",
  user_id: "User ID",
  organization: "Organization",
} as const;
type Known = keyof typeof FIELDS;
const isKnown = (field: string): field is Known => Object.hasOwn(FIELDS, field);

/** Whether a contact may have several values of a field, one of them first. */
export const hasManyValues = (field: string): boolean => ["email", "phone", "organization"].includes(field);

/** What a field is called; attributes by the owner's label, what nobody defined by its own key. */
export function fieldLabel(field: string, attributes: readonly Attribute[] = []): string {
  if (isKnown(field)) return FIELDS[field];
  const [kind, ...rest] = field.split(":");
  const key = rest.join(":");
  if (kind === "consent") return `Consent: ${key}`;
  return attributes.find((attribute) => attribute.key === key)?.label ?? (key || field);
}

/**
 * The fields of a contact: name, e-mail, phone first, then attributes as the owner has put them, then what nobody
 * defined, then consents.
 *
 * @param attributes null: only fields that hold something are asked for
 */
export function groupDetails(
  details: readonly DetailRecord[],
  attributes: readonly Attribute[] | null = null,
): readonly DetailGroup[] {
  const defined = [...(attributes ?? [])].sort((a, b) => a.position - b.position);
  const order = [...Object.keys(FIELDS), ...defined.map(({ key }) => `custom:${key}`)];
  const rank = (field: string) => {
    const known = order.indexOf(field);
    return known === -1 ? order.length + (field.startsWith("consent:") ? 1 : 0) : known;
  };
  const fields = new Set([...(attributes ? order : []), ...details.map(({ field }) => field)]);
  return [...fields]
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    .map((field) => {
      const own = details.filter((detail) => detail.field === field);
      const having = (status: DetailRecord["status"]) => own.filter((detail) => detail.status === status);
      const attribute = defined.find(({ key }) => field === `custom:${key}`);
      return {
        field,
        label: fieldLabel(field, defined),
        input: isKnown(field) ? field : (attribute?.type ?? null),
        choices: attribute?.choices ?? [],
        current: having("current"),
        alternatives: having("alternative"),
        past: having("past").sort((a, b) => b.at - a.at),
      };
    });
}

/** The first of a field's values in use. */
export function primaryValue(details: readonly DetailRecord[], field: string): string | null {
  return details.find((detail) => detail.field === field && detail.status === "current")?.value ?? null;
}

/** What a person is called: the name, else what is in use of e-mail and phone, else the visitor ID. */
export function contactName({
  id,
  details,
}: {
  readonly id: string;
  readonly details: readonly DetailRecord[];
}) {
  return (
    primaryValue(details, "name") || primaryValue(details, "email") || primaryValue(details, "phone") || id
  );
}

/** Where a value came from, in words (R11). */
export const SOURCE_LABELS: Readonly<Record<Source, string>> = {
  agent: "an agent",
  proven: "the owner's site, signed",
  api: "the API",
  csv: "a CSV import",
  form: "a form",
  browser: "the page",
};
