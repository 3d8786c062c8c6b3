import { type AdminMailDeps, queueAdminMail } from "../../mail/admin-mail.ts";
import { webhookEndedMail } from "../../mail/outbound/templates/account-mails.tsx";
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

type TellDeps = AdminMailDeps & Pick<PropertyDeps, "config" | "log">;

/**
 * Queues a mail to each admin of the property, in the transaction that ends the endpoint. Without a mail server, the settings show it
 * alone.
 */
export async function tellAdmins(tx: Tx, deps: TellDeps, notice: EndedNotice): Promise<void> {
  const { config, log } = deps;
  const { property, reason } = notice;
  log.warn({ property, host: new URL(notice.url).host, reason }, "a webhook endpoint gets nothing more");
  const url =
    config.publicUrl === null ? null : `${config.publicUrl}/dashboard/${property}/settings/webhooks`;
  await queueAdminMail(tx, deps, property, (brand) => webhookEndedMail({ brand, notice, url }));
}
