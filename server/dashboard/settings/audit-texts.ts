import type { AuditAction, AuditDetails, AuditEntry, AuditGroup } from "../../../shared/audit.ts";
import { type Message, message, plural, t } from "../i18n/translate.ts";
import { ROLE_WORDS } from "./roles.ts";
import { SECTIONS } from "./sections.ts";

export const GROUP_WORDS: Readonly<Record<AuditGroup, Message>> = {
  people: message("Contacts: export, deletion, import"),
  team: message("Team and properties"),
  settings: message("Settings"),
  accounts: message("Sign-ins and passwords"),
};

/** The names of settings whose own name would not be understood. */
const SETTING_WORDS: Readonly<Record<string, Message>> = {
  preChatForm: message("pre-chat form"),
  offlineForm: message("offline form"),
  namedForms: message("named forms"),
  comparisons: message("comparisons of forms"),
  hours: message("opening hours"),
  timeZone: message("time zone"),
  allowedOrigins: message("allowed sites"),
  locationTracking: message("locations"),
  retentionDays: message("how long visits are kept"),
};

const contacts = ({ count }: AuditDetails) =>
  count === undefined ? t("all contacts") : plural(count, "{count} contact", "{count} contacts");
const roleOf = (role: string | undefined) =>
  t(role === "admin" ? ROLE_WORDS.admin : ROLE_WORDS.agent).toLowerCase();
function named(name: string): string {
  const words = SETTING_WORDS[name];
  return words ? t(words) : name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

type TextOf = (details: AuditDetails, subject: string) => string;

const TEXTS: Readonly<Record<AuditAction, TextOf>> = {
  contacts_exported: (details) => t("exported {contacts}", { contacts: contacts(details) }),
  person_exported: () => t("exported the data of one person"),
  contacts_deleted: (details) => t("deleted {contacts}", { contacts: contacts(details) }),
  contacts_restored: (details) => t("restored {contacts}", { contacts: contacts(details) }),
  person_erased: () => t("erased a person for good"),
  import_started: () => t("imported contacts from a file"),
  import_undone: () => t("undid an import"),
  property_created: () => t("created this property"),
  agent_invited: ({ role, isMailed }, subject) =>
    isMailed
      ? t("invited {subject} as {role}, by e-mail", { subject, role: roleOf(role) })
      : t("invited {subject} as {role}, by a link to hand over", { subject, role: roleOf(role) }),
  invitation_revoked: (_, subject) => t("withdrew the invitation of {subject}", { subject }),
  agent_joined: ({ role }) => t("joined the team as {role}", { role: roleOf(role) }),
  agent_removed: (_, subject) => t("removed {subject} from the team", { subject }),
  role_changed: ({ before, role }, subject) =>
    t("changed the role of {subject} from {before} to {role}", {
      subject,
      before: roleOf(before),
      role: roleOf(role),
    }),
  account_disabled: (_, subject) => t("disabled the account of {subject}", { subject }),
  account_enabled: (_, subject) => t("enabled the account of {subject}", { subject }),
  settings_changed: ({ names = [] }) =>
    t("changed settings: {names}", { names: names.map(named).join(", ") || t("none") }),
  attribute_saved: ({ names = [] }) => t("saved the attribute {names}", { names: names.join(", ") }),
  attribute_removed: ({ names = [] }) => t("removed the attribute {names}", { names: names.join(", ") }),
  mail_changed: () => t("changed how mail is sent ({section})", { section: t(SECTIONS.email.title) }),
  mailbox_changed: () => t("changed how mail is received ({section})", { section: t(SECTIONS.email.title) }),
  mailbox_secret_changed: () => t("changed the secret of the address that receives mail"),
  identity_secret_added: () => t("added a secret of signed identities"),
  identity_secret_shown: () => t("looked at a secret of signed identities"),
  identity_secret_removed: () => t("removed a secret of signed identities"),
  alert_channel_added: ({ names = [] }) =>
    t("added the channel {names} for alerts", { names: names.join(", ") }),
  alert_channel_changed: ({ names = [] }) =>
    t("changed the channel {names} for alerts", { names: names.join(", ") }),
  alert_channel_paused: ({ names = [] }) => t("paused the alerts to {names}", { names: names.join(", ") }),
  alert_channel_resumed: ({ names = [] }) => t("resumed the alerts to {names}", { names: names.join(", ") }),
  alert_channel_removed: ({ names = [] }) =>
    t("removed the channel {names} for alerts", { names: names.join(", ") }),
  api_key_created: ({ names = [] }) => t("created the API key {names}", { names: names.join(", ") }),
  api_key_revoked: ({ names = [] }) => t("revoked the API key {names}", { names: names.join(", ") }),
  webhook_created: () => t("added a webhook endpoint"),
  webhook_changed: () => t("changed a webhook endpoint"),
  webhook_removed: () => t("removed a webhook endpoint"),
  webhook_secret_changed: () => t("made a new secret for a webhook endpoint"),
  source_created: ({ names }) => t("made the incoming webhook “{name}”", { name: names?.[0] ?? "" }),
  source_changed: ({ names }) => t("changed the incoming webhook {change}", { change: sourceChange(names) }),
  source_address_renewed: ({ names }) =>
    t("made a new address for the incoming webhook “{name}”", { name: names?.[0] ?? "" }),
  source_bodies_run: ({ names, count }) =>
    plural(
      count ?? 0,
      "ran {count} body of the incoming webhook “{name}” again",
      "ran {count} bodies of the incoming webhook “{name}” again",
      { name: names?.[0] ?? "" },
    ),
  source_removed: ({ names }) => t("deleted the incoming webhook “{name}”", { name: names?.[0] ?? "" }),
  two_factor_demanded: () => t("demanded two-factor authentication of the team"),
  two_factor_not_demanded: () => t("no longer demands two-factor authentication of the team"),
  sign_in_new_browser: () => t("signed in from a new browser"),
  sign_in_blocked: (_, subject) => t("used up the attempts to sign in as {subject}", { subject }),
  sign_in_disabled: (_, subject) => t("tried to sign in to the disabled account of {subject}", { subject }),
  password_changed: () => t("changed the password"),
  password_reset: () => t("set a new password by a link"),
  two_factor_on: () => t("turned two-factor authentication on"),
  two_factor_off: (_, subject) => t("turned two-factor authentication of {subject} off", { subject }),
  recovery_codes_renewed: () => t("made new recovery codes"),
};

/** The name of an incoming webhook, and which of its parts were changed. */
function sourceChange([name = "", ...parts]: readonly string[] = []): string {
  return `“${name}”${parts.length ? `: ${parts.join(", ")}` : ""}`;
}

/** The act of an entry, as it follows the name of who did it. */
export function auditText({ action, details, subject }: AuditEntry): string {
  return TEXTS[action](details, subject ?? t("somebody"));
}

/** The place that an act came from; empty: unknown. */
export function auditPlace({ browser, address }: AuditEntry): string {
  return [browser, address === "unknown" ? "" : address].filter(Boolean).join(", ");
}
