import type { MailSettings } from "../../shared/mail-settings.ts";
import { addressKey } from "../mail/address/mail-address.ts";
import type { MailContent, MailDraft } from "../mail/outbound/mail-draft.ts";
import { queueMail } from "../mail/outbound/queue-mail.ts";
import {
  agentNotificationMail,
  waitingConversationsMail,
} from "../mail/outbound/templates/account-mails.tsx";
import type { Tx } from "../platform/database/open.ts";
import type { PropertyDeps } from "../properties/store.ts";
import { MAIL } from "./plan-notifications.ts";
import { type NotificationRow, readNotice } from "./read-notice.ts";
import { type UnsubscribeSecrets, unsubscribeUrl } from "./unsubscribe.ts";

export interface SendMailDeps
  extends Pick<PropertyDeps, "database" | "properties" | "now" | "random" | "config">,
    UnsubscribeSecrets {
  readonly mailDefaults: MailSettings | null;
}

/** An agent gets one mail of a property in this time, ms: what comes meanwhile is counted in the next. */
const MAIL_GAP = 10 * 60_000;
/** A mail that could not be sent for so long is of no use, ms. */
const MAIL_LIFE = 24 * 3_600_000;
/** The longest text of a mail, in characters: the rest is in the dashboard. */
const MAX_TEXT = 2_000;

/**
 * Queues the mails that are due. The rows are removed in the transaction that queues the mails, which have a queue of their own:
 * none is lost, and none is sent twice.
 */
export async function sendDueMails(deps: SendMailDeps): Promise<void> {
  const due = await deps.database.read
    .selectFrom("notifications")
    .select(["agent_id", "property_id"])
    .distinct()
    .where("target", "=", MAIL)
    .where("due_at", "<=", deps.now())
    .execute();
  for (const { agent_id, property_id } of due)
    await deps.database.write((tx) => queueDueMail(tx, deps, agent_id, property_id));
}

/** Queues one mail for an agent about everything that is due in a property, unless they had one a moment ago. */
async function queueDueMail(tx: Tx, deps: SendMailDeps, agent: string, property: string): Promise<void> {
  const now = deps.now();
  const rows = await tx
    .selectFrom("notifications")
    .selectAll()
    .where("agent_id", "=", agent)
    .where("target", "=", MAIL)
    .where("property_id", "=", property)
    .where("due_at", "<=", now)
    .orderBy("created_at")
    .execute();
  const recipient = await tx
    .selectFrom("agents")
    .select(["name", "email"])
    .where("id", "=", agent)
    .executeTakeFirst();
  const lastAt = recipient ? await lastMailAt(tx, property, recipient.email) : null;
  if (lastAt !== null && lastAt + MAIL_GAP > now) {
    await tx
      .updateTable("notifications")
      .set({ due_at: lastAt + MAIL_GAP })
      .where("agent_id", "=", agent)
      .where("target", "=", MAIL)
      .where("property_id", "=", property)
      .where("due_at", "<=", now)
      .execute();
    return;
  }
  const written = recipient ? await writeMail(tx, deps, rows) : null;
  if (recipient && written)
    await queueMail(tx, deps, {
      property,
      kind: "agent_notification",
      ...written,
      recipients: { to: [{ name: recipient.name, address: recipient.email }], cc: [], bcc: [] },
      replyTo: null,
      files: [],
      expiresAt: now + MAIL_LIFE,
    });
  await tx
    .deleteFrom("notifications")
    .where("agent_id", "=", agent)
    .where("target", "=", MAIL)
    .where("property_id", "=", property)
    .where("due_at", "<=", now)
    .execute();
}

/** When an agent's last notification of a property was queued, ms since 1970; null: never, or long ago. */
async function lastMailAt(tx: Tx, property: string, address: string): Promise<number | null> {
  const row = await tx
    .selectFrom("mails")
    .select("created_at")
    .where("recipient_key", "=", addressKey(address))
    .where("automatic", "=", 1)
    .where("kind", "=", "agent_notification")
    .where("property_id", "=", property)
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.created_at ?? null;
}

/** Writes the mail about what is still to be told; null: nothing is. */
async function writeMail(
  tx: Tx,
  deps: SendMailDeps,
  rows: readonly NotificationRow[],
): Promise<{ content: MailContent; about: MailDraft["about"] } | null> {
  const told: { row: NotificationRow; notice: NonNullable<Awaited<ReturnType<typeof readNotice>>> }[] = [];
  for (const row of rows) {
    const notice = await readNotice(tx, row, deps.now());
    if (notice) told.push({ row, notice });
  }
  const [first, second] = told;
  if (!first) return null;
  const { property_id, agent_id, kind, about } = first.row;
  const { settings } = await deps.properties.get(property_id);
  const brand = { name: settings.name, accent: settings.accent };
  const base = deps.config.publicUrl;
  const shared = { brand, unsubscribeUrl: base && unsubscribeUrl(base, deps, agent_id) };
  if (second) {
    const url = base && `${base}/dashboard/${property_id}/inbox/all`;
    return {
      content: waitingConversationsMail({ ...shared, count: told.length, url }),
      about: { kind: "account" },
    };
  }
  const { person, text, path, contact } = first.notice;
  const content = agentNotificationMail({
    ...shared,
    kind,
    about,
    person,
    text: [...text].slice(0, MAX_TEXT).join(""),
    url: base && base + path,
  });
  // of the visitor and not of the conversation: it is no part of the thread, and is erased with the person (R26)
  return { content, about: { kind: "visitor", id: contact } };
}
