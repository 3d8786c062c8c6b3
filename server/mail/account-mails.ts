import type { MailSettings } from "../../shared/mail-settings.ts";
import type { AccountMail, AccountMails } from "../accounts/account-mails.ts";
import type { Deps } from "../deps.ts";
import type { Db } from "../platform/database/open.ts";
import type { PropertyStore } from "../properties/store.ts";
import type { MailContent } from "./outbound/mail-draft.ts";
import { queueMail } from "./outbound/queue-mail.ts";
import { invitationMail, passwordResetMail, signInNoticeMail } from "./outbound/templates/account-mails.tsx";
import type { MailBrand } from "./outbound/templates/layout.tsx";
import { readMailAccount } from "./settings/mail-account.ts";

export interface AccountMailDeps extends Pick<Deps, "now" | "random"> {
  /** The mail settings of the environment; null: none. */
  readonly mailDefaults: MailSettings | null;
  readonly properties: PropertyStore;
}

/**
 * Sends mails about accounts by the mail account of a property: for an invitation the inviting one, otherwise the first of
 * the person's properties that can send mails.
 */
export function createAccountMails(deps: AccountMailDeps): AccountMails {
  const { mailDefaults, properties } = deps;

  const brandOf = async (property: string): Promise<MailBrand> => (await properties.get(property)).settings;
  const contentOf = async (mail: AccountMail): Promise<MailContent> => {
    switch (mail.kind) {
      case "password_reset":
        return passwordResetMail(mail);
      case "invitation":
        return invitationMail({ ...mail, brand: await brandOf(mail.property) });
      case "sign_in_notice":
        return signInNoticeMail(mail);
    }
  };
  const senderOf = async (db: Db, email: string, mail: AccountMail): Promise<string | null> => {
    const candidates = mail.kind === "invitation" ? [mail.property] : await propertiesOf(db, email);
    for (const property of candidates) if (await readMailAccount(db, mailDefaults, property)) return property;
    return null;
  };

  return {
    async canSend(db) {
      if (mailDefaults) return true;
      const row = await db
        .selectFrom("mail_settings")
        .select("property_id")
        .where("settings", "is not", null)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
    async queue(tx, { name, email }, mail) {
      const property = await senderOf(tx, email, mail);
      if (property === null) return false;
      await queueMail(tx, deps, {
        property,
        kind: mail.kind,
        about: { kind: "account" },
        recipients: { to: [{ name, address: email }], cc: [], bcc: [] },
        content: await contentOf(mail),
        replyTo: null,
        files: [],
        expiresAt: expiryOf(mail, deps.now()),
      });
      return true;
    },
  };
}

/** When a mail is of no use any more, ms since 1970: with its link; a notice after a day. */
function expiryOf(mail: AccountMail, now: number): number {
  switch (mail.kind) {
    case "password_reset":
      return now + mail.minutes * 60_000;
    case "invitation":
      return now + mail.days * 86_400_000;
    case "sign_in_notice":
      return now + 86_400_000;
  }
}

/** The properties of a person, in the order of joining. */
async function propertiesOf(db: Db, email: string): Promise<string[]> {
  const rows = await db
    .selectFrom("memberships")
    .innerJoin("agents", "agents.id", "memberships.agent_id")
    .select("memberships.property_id")
    .where("agents.email", "=", email)
    .orderBy("memberships.created_at")
    .orderBy("memberships.property_id")
    .execute();
  return rows.map((row) => row.property_id);
}
