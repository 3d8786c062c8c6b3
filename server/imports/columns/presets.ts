import type { ImportPreset, PlainImportField } from "../../../shared/import.ts";

export interface Preset {
  readonly id: ImportPreset;
  /** The columns that every export of the program has, as `normalizeHeader` returns them. */
  readonly required: readonly string[];
  /** Whether an export has no other columns, because the names of these are common. */
  readonly isWhole?: boolean;
  /** The columns whose names mean something else than usual; null: the column is not imported. */
  readonly columns?: Readonly<Record<string, PlainImportField | null>>;
}

/** The first match counts, so more specific presets come first. Each requires columns that no other program has. */
const PRESETS: readonly Preset[] = [
  { id: "foyer", required: ["visitor id", "user id", "name", "e mails", "phones"] },
  { id: "google", required: ["e mail 1 value"], columns: { "file as": null } },
  { id: "google", required: ["phonetic first name", "file as", "labels"], columns: { "file as": null } },
  { id: "google", required: ["yomi name", "group membership"] },
  { id: "outlook", required: ["e mail address", "e mail 2 address", "business phone", "categories"] },
  { id: "outlook", required: ["e mail address", "e mail type", "e mail display name"] },
  { id: "outlook", required: ["e mail adresse", "e mail typ", "e mail angezeigter name"] },
  { id: "outlook", required: ["given yomi", "surname yomi"] },
  { id: "zoho", required: ["record id", "contact owner id"] },
  { id: "zoho", required: ["record id", "email opt out", "account name"] },
  { id: "hubspot", required: ["record id", "email", "lifecycle stage"] },
  { id: "hubspot", required: ["record id", "email", "lead status"] },
  { id: "hubspot", required: ["record id", "email", "associated company"] },
  { id: "hubspot", required: ["record id", "email", "marketing contact status"] },
  { id: "pipedrive", required: ["person name", "person id"] },
  { id: "pipedrive", required: ["person name", "person owner"] },
  { id: "intercom", required: ["user id", "email", "last seen", "signed up"] },
  { id: "intercom", required: ["user id", "email", "last seen date", "signed up date"] },
  { id: "zendesk", required: ["name", "email", "external id", "role", "restriction"] },
  { id: "freshdesk", required: ["full name", "email", "unique external id"] },
  { id: "freshdesk", required: ["full name", "email", "work phone", "twitter", "about"] },
  { id: "mailchimp", required: ["email address", "member rating", "optin time"] },
  { id: "brevo", required: ["email", "email blacklisted", "sms blacklisted"] },
  { id: "brevo", required: ["contact id", "email", "sms", "ext id"] },
  { id: "shopify", required: ["email", "accepts email marketing", "total spent"] },
  { id: "shopify", required: ["email", "accepts marketing", "total spent", "tax exempt"] },
  { id: "woocommerce", required: ["name", "username", "aov", "total spend"] },
  { id: "woocommerce", required: ["billing first name", "billing email"] },
  { id: "salesforce", required: ["account name", "contact owner", "email", "last activity"] },
  { id: "salesforce", required: ["contact id", "account id", "mailing street"] },
  { id: "activecampaign", required: ["email", "account name", "date created", "ip"] },
  { id: "crisp", required: ["email", "nickname", "segments"] },
  { id: "chatwoot", required: ["id", "name", "email", "phone number"], isWhole: true },
  { id: "chatwoot", required: ["id", "name", "email", "identifier", "phone number"] },
  { id: "tawk", required: ["name", "email", "phone", "user id", "job title"] },
];

/** @param names headers as `normalizeHeader` returns them @returns the program that exported the file; null: unknown */
export function detectPreset(names: readonly string[]): Preset | null {
  return (
    PRESETS.find(
      ({ required, isWhole }) =>
        required.every((sign) => names.includes(sign)) && (!isWhole || names.length === required.length),
    ) ?? null
  );
}
