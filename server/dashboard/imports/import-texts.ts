import type { ImportPreset, ImportReport, RowOutcome } from "../../../shared/import.ts";
import type { Delimiter, ReadOptions } from "../../../shared/read-options.ts";
import { type Message, message, t } from "../i18n/translate.ts";

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
export const OUTCOME_TEXTS: Readonly<
  Record<RowOutcome, { label: Message; planned: Message; done: Message }>
> = {
  new: { label: message("New"), planned: message("will be added"), done: message("were added") },
  updated: {
    label: message("Updated"),
    planned: message("will add to a contact"),
    done: message("added to a contact"),
  },
  unchanged: {
    label: message("Unchanged"),
    planned: message("have no changes"),
    done: message("had no changes"),
  },
  conflict: {
    label: message("Conflict"),
    planned: message("will be imported, but differ from a contact"),
    done: message("were imported, but differ from a contact"),
  },
  refused: { label: message("Refused"), planned: message("will be skipped"), done: message("were skipped") },
};

const DELIMITER_LABELS: Readonly<Record<Delimiter, Message>> = {
  ",": message("commas"),
  ";": message("semicolons"),
  "\t": message("tabs"),
  "|": message("vertical bars"),
};

/** The encoding and the separator of the file, for the case that characters or columns look wrong. */
export function formatText({ encoding, delimiter }: ReadOptions): string {
  const separator = delimiter && DELIMITER_LABELS[delimiter];
  return [
    ...(encoding ? [encoding.toUpperCase()] : []),
    ...(separator ? [t("separated by {separator}", { separator: t(separator) })] : []),
  ].join(", ");
}

/** The number of rows that an import changes contacts for. */
export function rowsToImport({ counts }: ImportReport): number {
  return counts.new + counts.updated + counts.conflict;
}
