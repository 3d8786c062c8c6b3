import type { AuditAction, AuditDetails, AuditEntry, AuditGroup } from "../../../shared/audit.ts";
import { countOf } from "../ui/format.ts";
import { ROLE_WORDS } from "./roles.ts";
import { SECTIONS } from "./sections.ts";

export const GROUP_WORDS: Readonly<Record<AuditGroup, string>> = {
  people: "Contacts: export, deletion, import",
  team: "Team and properties",
  settings: "Settings",
  accounts: "Sign-ins and passwords",
};

/** The names of settings whose own name would not be understood. */
const SETTING_WORDS: Readonly<Record<string, string>> = {
  preChatForm: "pre-chat form",
  offlineForm: "offline form",
  namedForms: "named forms",
  comparisons: "comparisons of forms",
  hours: "opening hours",
  timeZone: "time zone",
  allowedOrigins: "allowed sites",
  locationTracking: "locations",
  retentionDays: "how long visits are kept",
};

const contacts = ({ count }: AuditDetails) =>
  count === undefined ? "all contacts" : countOf(count, "contact", "contacts");
const roleOf = (role: string | undefined) =>
  (role === "admin" ? ROLE_WORDS.admin : ROLE_WORDS.agent).toLowerCase();
const named = (name: string) =>
  SETTING_WORDS[name] ?? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

type TextOf = (details: AuditDetails, subject: string) => string;

const TEXTS: Readonly<Record<AuditAction, TextOf>> = {
  contacts_exported: (details) => `exported ${contacts(details)}`,
  person_exported: () => "exported the data of one person",
  contacts_deleted: (details) => `deleted ${contacts(details)}`,
  contacts_restored: (details) => `restored ${contacts(details)}`,
  person_erased: () => "erased a person for good",
  import_started: () => "imported contacts from a file",
  import_undone: () => "undid an import",
  property_created: () => "created this property",
  agent_invited: ({ role, isMailed }, subject) =>
    `invited ${subject} as ${roleOf(role)}, ${isMailed ? "by e-mail" : "by a link to hand over"}`,
  invitation_revoked: (_, subject) => `withdrew the invitation of ${subject}`,
  agent_joined: ({ role }) => `joined the team as ${roleOf(role)}`,
  agent_removed: (_, subject) => `removed ${subject} from the team`,
  role_changed: ({ before, role }, subject) =>
    `changed the role of ${subject} from ${roleOf(before)} to ${roleOf(role)}`,
  account_disabled: (_, subject) => `disabled the account of ${subject}`,
  account_enabled: (_, subject) => `enabled the account of ${subject}`,
  settings_changed: ({ names = [] }) => `changed settings: ${names.map(named).join(", ") || "none"}`,
  attribute_saved: ({ names = [] }) => `saved the attribute ${names.join(", ")}`,
  attribute_removed: ({ names = [] }) => `removed the attribute ${names.join(", ")}`,
  mail_changed: () => `changed how mail is sent (${SECTIONS.email.title})`,
  mailbox_changed: () => `changed how mail is received (${SECTIONS.email.title})`,
  mailbox_secret_changed: () => "changed the secret of the address that receives mail",
  identity_secret_added: () => "added a secret of signed identities",
  identity_secret_shown: () => "looked at a secret of signed identities",
  identity_secret_removed: () => "removed a secret of signed identities",
  alert_channel_added: ({ names = [] }) => `added the channel ${names.join(", ")} for alerts`,
  alert_channel_changed: ({ names = [] }) => `changed the channel ${names.join(", ")} for alerts`,
  alert_channel_paused: ({ names = [] }) => `paused the alerts to ${names.join(", ")}`,
  alert_channel_resumed: ({ names = [] }) => `resumed the alerts to ${names.join(", ")}`,
  alert_channel_removed: ({ names = [] }) => `removed the channel ${names.join(", ")} for alerts`,
  api_key_created: ({ names = [] }) => `created the API key ${names.join(", ")}`,
  api_key_revoked: ({ names = [] }) => `revoked the API key ${names.join(", ")}`,
  webhook_created: () => "added a webhook endpoint",
  webhook_changed: () => "changed a webhook endpoint",
  webhook_removed: () => "removed a webhook endpoint",
  webhook_secret_changed: () => "made a new secret for a webhook endpoint",
  source_created: ({ names }) => `made the incoming webhook “${names?.[0] ?? ""}”`,
  source_changed: ({ names }) => `changed the incoming webhook ${sourceChange(names)}`,
  source_address_renewed: ({ names }) => `made a new address for the incoming webhook “${names?.[0] ?? ""}”`,
  source_bodies_run: ({ names, count }) =>
    `ran ${count === 1 ? "a body" : `${count ?? 0} bodies`} of the incoming webhook “${names?.[0] ?? ""}” again`,
  source_removed: ({ names }) => `deleted the incoming webhook “${names?.[0] ?? ""}”`,
  two_factor_demanded: () => "demanded two-factor authentication of the team",
  two_factor_not_demanded: () => "no longer demands two-factor authentication of the team",
  sign_in_new_browser: () => "signed in from a new browser",
  sign_in_blocked: (_, subject) => `used up the attempts to sign in as ${subject}`,
  sign_in_disabled: (_, subject) => `tried to sign in to the disabled account of ${subject}`,
  password_changed: () => "changed the password",
  password_reset: () => "set a new password by a link",
  two_factor_on: () => "turned two-factor authentication on",
  two_factor_off: (_, subject) => `turned two-factor authentication of ${subject} off`,
  recovery_codes_renewed: () => "made new recovery codes",
};

/** The name of an incoming webhook, and which of its parts were changed. */
function sourceChange([name = "", ...parts]: readonly string[] = []): string {
  return `“${name}”${parts.length ? `: ${parts.join(", ")}` : ""}`;
}

/** The act of an entry, as it follows the name of who did it. */
export function auditText({ action, details, subject }: AuditEntry): string {
  return TEXTS[action](details, subject ?? "somebody");
}

/** The place that an act came from; empty: unknown. */
export function auditPlace({ browser, address }: AuditEntry): string {
  return [browser, address === "unknown" ? "" : address].filter(Boolean).join(", ");
}
