import type { ImportPreset, ImportReport, RowOutcome } from "../../../shared/import.ts";
import type { Delimiter, ReadOptions } from "../../../shared/read-options.ts";

export const PRESET_LABELS: Readonly<Record<ImportPreset, string>> = {
  foyer: "Foyer",
  activecampaign: "ActiveCampaign",
  brevo: "Brevo",
  chatwoot: "Chatwoot",
  crisp: "Crisp",
  freshdesk: "Freshdesk",
  google: "Google Contacts",
  hubspot: "HubSpot",
  intercom: "Intercom",
  mailchimp: "Mailchimp",
  outlook: "Outlook",
  pipedrive: "Pipedrive",
  salesforce: "Salesforce",
  shopify: "Shopify",
  tawk: "tawk.to",
  woocommerce: "WooCommerce",
  zendesk: "Zendesk",
  zoho: "Zoho CRM",
};

/** The words for the outcome of a row, before and after it was imported. */
export const OUTCOME_TEXTS: Readonly<Record<RowOutcome, { label: string; planned: string; done: string }>> = {
  new: { label: "New", planned: "will be added", done: "were added" },
  updated: {
    label: "Updated",
    planned: "will add to a contact",
    done: "added to a contact",
  },
  unchanged: { label: "Unchanged", planned: "have no changes", done: "had no changes" },
  conflict: {
    label: "Conflict",
    planned: "will be imported, but differ from a contact",
    done: "were imported, but differ from a contact",
  },
  refused: { label: "Refused", planned: "will be skipped", done: "were skipped" },
};

const DELIMITER_LABELS: Readonly<Record<Delimiter, string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "vertical bars",
};

/** The encoding and the separator of the file, for the case that characters or columns look wrong. */
export function formatText({ encoding, delimiter }: ReadOptions): string {
  const separator = delimiter && DELIMITER_LABELS[delimiter];
  return [
    ...(encoding ? [encoding.toUpperCase()] : []),
    ...(separator ? [`separated by ${separator}`] : []),
  ].join(", ");
}

/** The number of rows that an import changes contacts for. */
export function rowsToImport({ counts }: ImportReport): number {
  return counts.new + counts.updated + counts.conflict;
}
