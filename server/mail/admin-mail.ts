import type { Tx } from "../platform/database/open.ts";
import type { PropertyStore } from "../properties/store.ts";
import type { MailContent } from "./outbound/mail-draft.ts";
import { type QueueDeps, queueMail } from "./outbound/queue-mail.ts";
import type { MailBrand } from "./outbound/templates/layout.tsx";
import { readMailAccount } from "./settings/mail-account.ts";

export interface AdminMailDeps extends QueueDeps {
  readonly properties: PropertyStore;
}

/** A notice that was not sent for so long is of no use, ms. */
const NOTICE_LIFE = 3 * 24 * 3_600_000;

/**
 * Queues a mail to each admin of a property whose account is not disabled, in the transaction of what causes it. Nothing is queued if the
 * property sends no mail.
 *
 * @param write writes the mail in the property's name and colour
 */
export async function queueAdminMail(
  tx: Tx,
  deps: AdminMailDeps,
  property: string,
  write: (brand: MailBrand) => MailContent,
): Promise<void> {
  if (!(await readMailAccount(tx, deps.mailDefaults, property))) return;
  const admins = await tx
    .selectFrom("memberships")
    .innerJoin("agents", "agents.id", "memberships.agent_id")
    .select(["agents.name", "agents.email"])
    .where("memberships.property_id", "=", property)
    .where("memberships.role", "=", "admin")
    .where("agents.disabled_at", "is", null)
    .orderBy("agents.id")
    .execute();
  const { settings } = await deps.properties.get(property);
  const content = write({ name: settings.name, accent: settings.accent });
  for (const { name, email } of admins)
    await queueMail(tx, deps, {
      property,
      kind: "admin_notice",
      about: { kind: "account" },
      recipients: { to: [{ name, address: email }], cc: [], bcc: [] },
      content,
      replyTo: null,
      files: [],
      expiresAt: deps.now() + NOTICE_LIFE,
    });
}
