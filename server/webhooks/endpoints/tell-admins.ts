import type { MailSettings } from "../../../shared/mail-settings.ts";
import { queueMail } from "../../mail/outbound/queue-mail.ts";
import { webhookEndedMail } from "../../mail/outbound/templates/account-mails.tsx";
import { readMailAccount } from "../../mail/settings/mail-account.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { PropertyDeps } from "../../properties/store.ts";

/** An endpoint that gets nothing more. */
export interface EndedNotice {
  readonly property: string;
  readonly url: string;
  readonly description: string;
  /** It has failed for days, or it has answered that it wants nothing more. */
  readonly reason: "failing" | "gone";
  /** Ms since 1970. */
  readonly since: number;
}

interface TellDeps extends Pick<PropertyDeps, "config" | "log" | "now" | "properties" | "random"> {
  readonly mailDefaults: MailSettings | null;
}

/** How long the mail is of use, ms. */
const MAIL_LIFE = 7 * 24 * 3_600_000;

/**
 * Queues a mail to each admin of the property, in the transaction that ends the endpoint. Without a mail server, the settings show it
 * alone.
 */
export async function tellAdmins(tx: Tx, deps: TellDeps, notice: EndedNotice): Promise<void> {
  const { config, log, mailDefaults, now, properties } = deps;
  const { property, reason } = notice;
  log.warn({ property, host: new URL(notice.url).host, reason }, "a webhook endpoint gets nothing more");
  if (!(await readMailAccount(tx, mailDefaults, property))) return;
  const { settings } = await properties.get(property);
  const url =
    config.publicUrl === null ? null : `${config.publicUrl}/dashboard/${property}/settings/webhooks`;
  const admins = await tx
    .selectFrom("memberships")
    .innerJoin("agents", "agents.id", "memberships.agent_id")
    .select(["agents.name", "agents.email"])
    .where("memberships.property_id", "=", property)
    .where("memberships.role", "=", "admin")
    .execute();
  for (const { name, email } of admins)
    await queueMail(tx, deps, {
      property,
      kind: "webhook_ended",
      about: { kind: "account" },
      recipients: { to: [{ name, address: email }], cc: [], bcc: [] },
      content: webhookEndedMail({ brand: settings, notice, url }),
      replyTo: null,
      files: [],
      expiresAt: now() + MAIL_LIFE,
    });
}
