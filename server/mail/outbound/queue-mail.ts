import type { MailSettings } from "../../../shared/mail-settings.ts";
import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import { newId } from "../../platform/ids.ts";
import { addressKey, domainOf } from "../address/mail-address.ts";
import { PROPERTY_FIELD, toMessageId, toThreadRoot } from "../address/message-id.ts";
import { readMailAccount } from "../settings/mail-account.ts";
import { MAIL_KINDS, type MailDraft } from "./mail-draft.ts";
import { type MailRow, toMailInfo } from "./mail-rows.ts";

export interface QueueDeps extends Pick<Deps, "now" | "random"> {
  /** The mail settings of the environment; null: none. */
  readonly mailDefaults: MailSettings | null;
}

const HOUR = 3_600_000;
/** The domain of identifiers while nobody has said where mails come from (RFC 2606). */
const NO_DOMAIN = "foyer.invalid";

/**
 * Queues a mail, in the transaction of what causes it: both are stored, or neither (R31). Its Message-ID is made here, and
 * is the same on every try. An automatic mail above the cap of its address is stored as failed, so that somebody sees it.
 *
 * @returns the mail's ID
 */
export async function queueMail(tx: Tx, deps: QueueDeps, draft: MailDraft): Promise<string> {
  const { property, kind, about, recipients, content } = draft;
  const now = deps.now();
  const id = newId(deps);
  const account = await readMailAccount(tx, deps.mailDefaults, property);
  const domain = (account && domainOf(account.settings.from.address)) || NO_DOMAIN;
  const conversation = about.kind === "conversation" ? about : null;
  const recipientKey = addressKey(recipients.to[0].address);
  const { hourlyCap } = MAIL_KINDS[kind];
  const isCapped = hourlyCap !== null && (await sentWithin(tx, recipientKey, kind, now - HOUR)) >= hourlyCap;
  const row: MailRow = {
    property_id: property,
    id,
    kind,
    automatic: hourlyCap === null ? 0 : 1,
    conversation_id: conversation?.id ?? null,
    entries: JSON.stringify(conversation?.entries ?? []),
    visitor_id: about.kind === "visitor" ? about.id : null,
    recipients: JSON.stringify(recipients),
    recipient_key: recipientKey,
    reply_to: draft.replyTo,
    subject: content.subject,
    text: content.text,
    html: content.html,
    headers: JSON.stringify({ ...content.headers, [PROPERTY_FIELD]: property }),
    files: JSON.stringify(draft.files),
    message_id: toMessageId(id, domain),
    in_reply_to: conversation?.inReplyTo ?? null,
    reference_ids: JSON.stringify(
      conversation ? [toThreadRoot(conversation.id, domain), ...conversation.references] : [],
    ),
    state: isCapped ? "failed" : "queued",
    attempts: 0,
    uncertain_attempts: 0,
    next_attempt_at: isCapped ? null : now,
    failure: isCapped ? "mail_capped" : null,
    failure_answer: "",
    refused: "[]",
    answer: "",
    relay_message_id: null,
    runner: null,
    lease_until: 0,
    created_at: now,
    queued_at: now,
    changed_at: now,
    expires_at: draft.expiresAt,
    sent_at: null,
  };
  await tx.insertInto("mails").values(row).execute();
  tx.publish({ kind: "mail", property, mail: toMailInfo(row) });
  return id;
}

/** The automatic mails of a kind that an address was sent since a time, whichever property they are of. */
async function sentWithin(
  tx: Tx,
  recipientKey: string,
  kind: MailRow["kind"],
  since: number,
): Promise<number> {
  const { count } = await tx
    .selectFrom("mails")
    .select((eb) => eb.fn.countAll().as("count"))
    .where("recipient_key", "=", recipientKey)
    .where("created_at", ">", since)
    .where("automatic", "=", 1)
    .where("kind", "=", kind)
    .executeTakeFirstOrThrow();
  return Number(count);
}
