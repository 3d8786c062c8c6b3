import type { Attribute } from "../../../shared/crm.ts";
import { attributeOf, type ImportField, type PlainImportField } from "../../../shared/import.ts";
import { type Message, message, t } from "../i18n/translate.ts";

const FIELD_LABELS: Readonly<Record<PlainImportField, Message>> = {
  name: message("Name"),
  name_prefix: message("Title before the name"),
  first_name: message("First name"),
  middle_name: message("Middle name"),
  last_name: message("Last name"),
  name_suffix: message("Suffix after the name"),
  email: message("E-mail"),
  phone: message("Phone"),
  organization: message("Organization"),
  tags: message("Tags"),
  notes: message("Note"),
  user_id: message("User ID"),
  visitor_id: message("Visitor ID"),
};

const FIELD_GROUPS: readonly { readonly label: Message; readonly fields: readonly PlainImportField[] }[] = [
  {
    label: message("Name"),
    fields: ["name", "name_prefix", "first_name", "middle_name", "last_name", "name_suffix"],
  },
  { label: message("Contact details"), fields: ["email", "phone"] },
  { label: message("Organization, tags and notes"), fields: ["organization", "tags", "notes"] },
  { label: message("IDs"), fields: ["user_id", "visitor_id"] },
];

/** A labelled group of fields that a column can be mapped to. */
export interface FieldGroup {
  readonly label: string;
  readonly fields: readonly (readonly [field: ImportField, label: string])[];
}

/** All fields that a column can be mapped to: details first, then the owner's attributes, then IDs. */
export function fieldGroups(attributes: readonly Attribute[]): readonly FieldGroup[] {
  const groups = FIELD_GROUPS.map(
    ({ label, fields }): FieldGroup => ({
      label: t(label),
      fields: fields.map((field) => [field, t(FIELD_LABELS[field])]),
    }),
  );
  if (!attributes.length) return groups;
  const isAmbiguous = (label: string) => attributes.filter((one) => one.label === label).length > 1;
  const own: FieldGroup = {
    label: t("Your attributes"),
    fields: attributes.map(({ key, label }) => [
      `attribute:${key}`,
      isAmbiguous(label) ? `${label} (${key})` : label,
    ]),
  };
  return [...groups.slice(0, -1), own, ...groups.slice(-1)];
}

/** The format that the values of a field need; null if the label says enough. */
export function fieldHint(field: ImportField | null, attributes: readonly Attribute[]): string | null {
  if (field === "tags") return t("Separate tags with commas or semicolons. New tags are created.");
  if (field === "organization")
    return t("Separate organizations with semicolons. New organizations are created.");
  const key = attributeOf(field);
  const attribute = key === null ? null : attributes.find((one) => one.key === key);
  if (!attribute) return null;
  switch (attribute.type) {
    case "number":
      return t("A number, for example 1234.5");
    case "date":
      return t("A date, for example 2026-01-31");
    case "yes_no":
      return t("Yes or no");
    case "choice":
      return t("One of: {choices}", {
        choices: attribute.choices.slice(0, 6).join(", ") + (attribute.choices.length > 6 ? " …" : ""),
      });
    default:
      return null;
  }
}
