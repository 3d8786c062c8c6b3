import * as z from "zod/mini";
import { VisitorId } from "./visitor.ts";

/** The acts that the audit log records, by the group that it is filtered by (R38). */
export const AUDIT_GROUPS = {
  people: [
    "contacts_exported",
    "person_exported",
    "contacts_deleted",
    "contacts_restored",
    "person_erased",
    "import_started",
    "import_undone",
  ],
  team: [
    "property_created",
    "agent_invited",
    "invitation_revoked",
    "agent_joined",
    "agent_removed",
    "role_changed",
    "account_disabled",
    "account_enabled",
  ],
  settings: [
    "settings_changed",
    "attribute_saved",
    "attribute_removed",
    "mail_changed",
    "mailbox_changed",
    "mailbox_secret_changed",
    "identity_secret_added",
    "identity_secret_shown",
    "identity_secret_removed",
    "alert_channel_added",
    "alert_channel_changed",
    "alert_channel_paused",
    "alert_channel_resumed",
    "alert_channel_removed",
    "api_key_created",
    "api_key_revoked",
    "webhook_created",
    "webhook_changed",
    "webhook_removed",
    "webhook_secret_changed",
    "source_created",
    "source_changed",
    "source_address_renewed",
    "source_bodies_run",
    "source_removed",
    "two_factor_demanded",
    "two_factor_not_demanded",
  ],
  accounts: [
    "sign_in_new_browser",
    "sign_in_blocked",
    "sign_in_disabled",
    "password_changed",
    "password_reset",
    "two_factor_on",
    "two_factor_off",
    "recovery_codes_renewed",
  ],
} as const;

export const AuditGroup = z.enum(["people", "team", "settings", "accounts"]);
export type AuditGroup = z.infer<typeof AuditGroup>;
export type AuditAction = (typeof AUDIT_GROUPS)[AuditGroup][number];

const ACTIONS: readonly [AuditAction, ...AuditAction[]] = [
  ...AUDIT_GROUPS.people,
  ...AUDIT_GROUPS.team,
  ...AUDIT_GROUPS.settings,
  ...AUDIT_GROUPS.accounts,
];

/** More about an action. It never holds data of visitors or contacts, because erasing a person does not search it. */
export const AuditDetails = z.object({
  /** How many contacts; absent: all. */
  count: z.optional(z.int()),
  /** The names of the settings that were changed, the key of an attribute, or the name of an API key. */
  names: z.optional(z.array(z.string())),
  /** The role before and after, or the one given. */
  before: z.optional(z.string()),
  role: z.optional(z.string()),
  /** Whether an invitation went to the mailbox; otherwise the admin got the link. */
  isMailed: z.optional(z.boolean()),
});
export type AuditDetails = z.infer<typeof AuditDetails>;

export const AuditEntry = z.object({
  id: z.string(),
  /** Ms since 1970. */
  at: z.number(),
  action: z.enum(ACTIONS),
  /** The agent, by the name of then. The ID is null for the command line and the server itself. */
  actor: z.object({ id: z.nullable(z.string()), name: z.string() }),
  /** The agent whom it concerns, by the name or e-mail of then. */
  subject: z.nullable(z.string()),
  /** The visitor or contact whom it concerns; null if there is none, or if they were erased. */
  person: z.nullable(VisitorId),
  details: AuditDetails,
  /** The network address; empty: none. */
  address: z.string(),
  /** `Firefox 128 on Linux`; empty: unknown. */
  browser: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** A page of the audit log, newest first. */
export const AuditPage = z.object({ items: z.array(AuditEntry), next: z.nullable(z.string()) });
export type AuditPage = z.infer<typeof AuditPage>;

export const AuditQuery = z.object({
  group: z.optional(AuditGroup),
  /** The ID of the agent who did it. */
  agent: z.optional(z.string().check(z.maxLength(64))),
  cursor: z.optional(z.string().check(z.maxLength(300))),
});
