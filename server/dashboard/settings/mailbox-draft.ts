import type * as z from "zod/mini";
import { MailboxSettingsDraft, type MailboxSettingsView } from "../../../shared/mailbox-settings.ts";
import { schemaFaults } from "../ui/schema-faults.ts";
import { EMPTY_SIGN_IN, type SignInDraft, signInDraftOf, signInOf } from "./email-draft.ts";

type Imap = NonNullable<MailboxSettingsView["imap"]>;
type Settings = z.input<typeof MailboxSettingsDraft>;

/** How mail is received, as the fields show it. A secret is empty unless it is typed anew. */
export interface MailboxDraft extends SignInDraft {
  /** Whether a mailbox is read. */
  readonly reads: boolean;
  readonly host: string;
  /** NaN: the field is empty. */
  readonly port: number;
  readonly security: Imap["server"]["security"];
  readonly folder: string;
  readonly existing: Imap["existing"];
  /** One address a line. */
  readonly addresses: string;
  readonly authservId: string;
  /** Whether Mailgun posts mails. */
  readonly usesMailgun: boolean;
  readonly mailgunKey: string;
}

const EMPTY: MailboxDraft = {
  ...EMPTY_SIGN_IN,
  reads: false,
  host: "",
  port: 993,
  security: "tls",
  folder: "INBOX",
  existing: "leave",
  addresses: "",
  authservId: "",
  usesMailgun: false,
  mailgunKey: "",
};

/** The fields for the stored settings; null: there are none. */
export function mailboxDraftOf(stored: MailboxSettingsView | null): MailboxDraft {
  if (!stored) return EMPTY;
  const { imap, addresses, authservId, mailgun } = stored;
  return {
    ...EMPTY,
    ...(imap && {
      ...imap.server,
      ...signInDraftOf(imap.auth),
      reads: true,
      folder: imap.folder,
      existing: imap.existing,
    }),
    addresses: addresses.join("\n"),
    authservId: authservId ?? "",
    usesMailgun: mailgun !== null,
  };
}

/** The settings of the two providers that most owners have. */
export const MAILBOX_PROVIDERS = [
  {
    name: "Microsoft 365",
    fields: {
      host: "outlook.office365.com",
      port: 993,
      security: "tls",
      auth: "refresh_token",
      tokenAddress: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
    },
  },
  { name: "Google", fields: { host: "imap.gmail.com", port: 993, security: "tls", auth: "password" } },
] as const satisfies readonly { readonly name: string; readonly fields: Partial<MailboxDraft> }[];

/** The settings that the fields stand for. An empty secret stays as it is stored. */
export function mailboxSettingsOf(draft: MailboxDraft, stored: MailboxSettingsView | null): Settings {
  const { reads, host, port, security, folder, existing } = draft;
  const auth = signInOf(draft, stored?.imap?.auth.kind ?? null);
  return {
    imap: reads && auth.kind !== "none" ? { server: { host, port, security }, auth, folder, existing } : null,
    addresses: draft.addresses.split(/[\s,;]+/).filter(Boolean),
    authservId: draft.authservId.trim() || null,
    mailgun: draft.usesMailgun ? { signingKey: draft.mailgunKey || null } : null,
  };
}

/** The faults that the shared schema finds in the settings, by path. */
export const mailboxFaults = (settings: Settings) => schemaFaults(MailboxSettingsDraft, settings);
