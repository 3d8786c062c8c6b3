import type * as z from "zod/mini";
import { type MailAuth, MailSettingsDraft, type MailSettingsView } from "../../../shared/mail-settings.ts";
import { schemaFaults } from "../ui/schema-faults.ts";

/** The mail settings as the fields show them. A secret is empty unless it is typed anew. */
export interface EmailDraft {
  readonly host: string;
  /** NaN: the field is empty. */
  readonly port: number;
  readonly security: MailSettingsView["server"]["security"];
  readonly auth: MailAuth["kind"];
  readonly user: string;
  readonly password: string;
  readonly tokenAddress: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  readonly scope: string;
  readonly fromName: string;
  readonly fromAddress: string;
  readonly replies: MailSettingsView["replies"]["kind"];
  /** Empty: the sender's address. */
  readonly mailbox: string;
  readonly replyDomain: string;
  /** Whether Foyer signs the mails. */
  readonly signs: boolean;
  readonly dkimDomain: string;
  readonly dkimSelector: string;
  readonly dkimKey: string;
}

/** The fields of a way to sign in to a mail server. */
export type SignInDraft = Pick<
  EmailDraft,
  "auth" | "user" | "password" | "tokenAddress" | "clientId" | "clientSecret" | "refreshToken" | "scope"
>;

export const EMPTY_SIGN_IN: SignInDraft = {
  auth: "password",
  user: "",
  password: "",
  tokenAddress: "",
  clientId: "",
  clientSecret: "",
  refreshToken: "",
  scope: "",
};

const EMPTY: EmailDraft = {
  host: "",
  port: 465,
  security: "tls",
  ...EMPTY_SIGN_IN,
  fromName: "",
  fromAddress: "",
  replies: "subaddress",
  mailbox: "",
  replyDomain: "",
  signs: false,
  dkimDomain: "",
  dkimSelector: "",
  dkimKey: "",
};

/** The fields for the stored settings; null: there are none. */
export function draftOf(stored: MailSettingsView | null): EmailDraft {
  if (!stored) return EMPTY;
  const { server, auth, from, replies, dkim } = stored;
  return {
    ...EMPTY,
    ...server,
    ...signInDraftOf(auth),
    fromName: from.name,
    fromAddress: from.address,
    replies: replies.kind,
    ...(replies.kind === "catch_all"
      ? { replyDomain: replies.domain }
      : { mailbox: replies.mailbox === from.address ? "" : replies.mailbox }),
    ...(dkim && { signs: true, dkimDomain: dkim.domain, dkimSelector: dkim.selector }),
  };
}

/** The fields of a stored way to sign in, without its secrets. */
export const signInDraftOf = (auth: MailSettingsView["auth"]): SignInDraft => ({
  ...EMPTY_SIGN_IN,
  auth: auth.kind,
  ...(auth.kind !== "none" && { user: auth.user }),
  ...("tokenAddress" in auth && { tokenAddress: auth.tokenAddress, clientId: auth.clientId }),
  ...("scope" in auth && { scope: auth.scope }),
});

/** The settings of the two providers that most owners have. */
export const PROVIDERS = [
  {
    name: "Microsoft 365",
    fields: {
      host: "smtp.office365.com",
      port: 587,
      security: "starttls",
      auth: "refresh_token",
      tokenAddress: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
    },
  },
  {
    name: "Google",
    fields: { host: "smtp.gmail.com", port: 465, security: "tls", auth: "password" },
  },
] as const satisfies readonly { readonly name: string; readonly fields: Partial<EmailDraft> }[];

/** The settings that the fields stand for. An empty secret stays as it is stored. */
export function settingsOf(
  draft: EmailDraft,
  stored: MailSettingsView | null,
): z.input<typeof MailSettingsDraft> {
  const { host, port, security, fromName, fromAddress } = draft;
  return {
    server: { host, port, security },
    auth: signInOf(draft, stored?.auth.kind ?? null),
    from: { name: fromName, address: fromAddress },
    replies:
      draft.replies === "catch_all"
        ? { kind: "catch_all", domain: draft.replyDomain }
        : { kind: draft.replies, mailbox: draft.mailbox || fromAddress },
    dkim: draft.signs
      ? { domain: draft.dkimDomain, selector: draft.dkimSelector, privateKey: draft.dkimKey || null }
      : null,
  };
}

/**
 * The way to sign in that the fields stand for.
 *
 * @param stored the kind of the stored one; null: there is none
 */
export function signInOf(
  draft: SignInDraft,
  stored: MailAuth["kind"] | null,
): z.input<typeof MailSettingsDraft>["auth"] {
  const { auth: kind, user, tokenAddress, clientId, scope } = draft;
  const clientSecret = draft.clientSecret || null;
  switch (kind) {
    case "none":
      return { kind };
    case "password":
      return { kind, user, password: draft.password || null };
    case "refresh_token":
      return {
        kind,
        user,
        tokenAddress,
        clientId,
        // a public client has no secret
        clientSecret: clientSecret ?? (stored === kind ? null : ""),
        refreshToken: draft.refreshToken || null,
      };
    case "client_credentials":
      return { kind, user, tokenAddress, clientId, clientSecret, scope };
  }
}

/** The faults that the shared schema finds in the settings, by path. */
export const settingsFaults = (settings: z.input<typeof MailSettingsDraft>) =>
  schemaFaults(MailSettingsDraft, settings);
