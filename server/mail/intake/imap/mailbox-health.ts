import { isSignInFailure } from "../../../../shared/mailbox-failure.ts";
import type { MailboxFailure } from "../../../../shared/mailbox-settings.ts";
import type { Deps } from "../../../deps.ts";
import type { Tx } from "../../../platform/database/open.ts";
import type { KnownProperty } from "../../../properties/store.ts";
import { type QueueDeps, queueMail } from "../../outbound/queue-mail.ts";
import { mailboxFailureMail } from "../../outbound/templates/mailbox-mails.ts";
import { findMailbox, type MailboxRow } from "../settings/mailbox.ts";

/** Outages that pass by themselves are told of after this time, ms: nobody can do anything about a short one. */
const LONG_OUTAGE = 3_600_000;

/** Notes that the folder was looked at. What was wrong before is over. */
export async function noteLooked(
  tx: Tx,
  property: string,
  { now, isNew }: { readonly now: number; readonly isNew: boolean },
): Promise<void> {
  await tx
    .updateTable("mailboxes")
    .set({
      connected_at: now,
      failure: null,
      failure_answer: "",
      failing_since: null,
      notified_at: null,
      ...(isNew && { last_mail_at: now }),
    })
    .where("property_id", "=", property)
    .execute();
}

/**
 * Notes that the mailbox cannot be read, and tells the admins by mail: at once of what does not pass by itself, and of
 * another outage when it has lasted for an hour. Once for each failure, until the mailbox can be read again.
 */
export async function noteFailure(
  tx: Tx,
  deps: QueueDeps & Pick<Deps, "config">,
  property: KnownProperty,
  failure: MailboxFailure,
): Promise<void> {
  const now = deps.now();
  const row = await findMailbox(tx, property.id);
  if (!row) return;
  const since = row.failing_since ?? now;
  const isDue = isSignInFailure(failure.code) || now - since >= LONG_OUTAGE;
  const isTold = row.notified_at !== null || !isDue;
  const change: Partial<MailboxRow> = {
    failure: failure.code,
    failure_answer: failure.answer,
    failing_since: since,
    ...(!isTold && { notified_at: now }),
  };
  await tx.updateTable("mailboxes").set(change).where("property_id", "=", property.id).execute();
  if (!isTold) await tellAdmins(tx, deps, property, failure);
}

async function tellAdmins(
  tx: Tx,
  deps: QueueDeps & Pick<Deps, "config">,
  { id, settings }: KnownProperty,
  failure: MailboxFailure,
): Promise<void> {
  const admins = await tx
    .selectFrom("memberships")
    .innerJoin("agents", "agents.id", "memberships.agent_id")
    .select(["agents.name", "agents.email"])
    .where("memberships.property_id", "=", id)
    .where("memberships.role", "=", "admin")
    .execute();
  const base = deps.config.publicUrl;
  const url = base && `${base}/dashboard/${id}/settings/email`;
  const content = mailboxFailureMail({ brand: settings, failure, url });
  for (const { name, email } of admins)
    await queueMail(tx, deps, {
      property: id,
      kind: "agent_notification",
      about: { kind: "account" },
      recipients: { to: [{ name, address: email }], cc: [], bcc: [] },
      content,
      replyTo: null,
      files: [],
      expiresAt: null,
    });
}
