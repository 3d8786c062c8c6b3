import type { DetailRecord, Source } from "../../../shared/contact.ts";
import type { Attribute } from "../../../shared/crm.ts";
import { type PersonNames, personName } from "../data/person-name.ts";
import { type Message, message, t } from "../i18n/translate.ts";

/** The kind of value that a field takes. */
export type FieldInput = Attribute["type"] | "name" | "email" | "phone" | "user_id" | "organization";

/** One field of a contact with its current, alternative and previous values. */
export interface DetailGroup {
  readonly field: string;
  readonly label: string;
  /** Null: agents cannot edit this field. */
  readonly input: FieldInput | null;
  /** The options of a choice; empty for every other kind. */
  readonly choices: readonly string[];
  readonly current: readonly DetailRecord[];
  readonly alternatives: readonly DetailRecord[];
  readonly past: readonly DetailRecord[];
}

const FIELDS = {
  name: message("Name"),
  email: "E-mail",
  phone: message("Phone"),
  user_id: message("User ID"),
  organization: message("Organization"),
} as const;
type Known = keyof typeof FIELDS;
const isKnown = (field: string): field is Known => Object.hasOwn(FIELDS, field);

/** Whether a contact may have several values of a field. The first of them is the primary value. */
export const hasManyValues = (field: string): boolean => ["email", "phone", "organization"].includes(field);

/** The label of a field. Attributes have the owner's label; an undefined attribute is shown by its key. */
export function fieldLabel(field: string, attributes: readonly Attribute[] = []): string {
  if (isKnown(field)) return t(FIELDS[field]);
  const [kind, ...rest] = field.split(":");
  const key = rest.join(":");
  if (kind === "consent") return t("Consent: {key}", { key });
  return attributes.find((attribute) => attribute.key === key)?.label ?? (key || field);
}

/**
 * Groups a contact's values by field: name, e-mail and phone first, then the attributes in the owner's order, then
 * undefined attributes, then consents.
 *
 * @param attributes the owner's attributes, which are listed even without a value; null: only fields with a value
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
      const withStatus = (status: DetailRecord["status"]) => own.filter((detail) => detail.status === status);
      const attribute = defined.find(({ key }) => field === `custom:${key}`);
      return {
        field,
        label: fieldLabel(field, defined),
        input: isKnown(field) ? field : (attribute?.type ?? null),
        choices: attribute?.choices ?? [],
        current: withStatus("current"),
        alternatives: withStatus("alternative"),
        past: withStatus("past").sort((a, b) => b.at - a.at),
      };
    });
}

/** The first current value of a field. */
export function primaryValue(details: readonly DetailRecord[], field: string): string | null {
  return details.find((detail) => detail.field === field && detail.status === "current")?.value ?? null;
}

/** The name to show for a contact: the name, else the e-mail, else the phone, else the visitor ID. */
export function contactName({
  id,
  details,
}: {
  readonly id: string;
  readonly details: readonly DetailRecord[];
}) {
  const [name, email, phone] = ["name", "email", "phone"].map((field) => primaryValue(details, field));
  return personName({ id, name: name ?? null, email: email ?? null, phone: phone ?? null });
}

/** The e-mail and the phone of a contact in a list, on one line; empty if there is neither. */
export function summaryContactInfo({ email, phone }: Pick<PersonNames, "email" | "phone">): string {
  return [email, phone].filter(Boolean).join(" · ");
}

/** The labels of the sources of a value (R11). */
export const SOURCE_LABELS: Readonly<Record<Source, Message>> = {
  agent: message("Agent"),
  proven: message("Signed identity"),
  api: message("API"),
  csv: message("CSV import"),
  form: message("Form"),
  mail: message("Email"),
  browser: message("Browser API"),
  derived: message("Taken from the e-mail by an import"),
};
