import type { ConversationDeps } from "../../conversations/core/update-conversations.ts";
import { updateConversations } from "../../conversations/core/update-conversations.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { addressKey } from "../address/mail-address.ts";
import type { RecipientReport } from "../inbound/inbound-mail.ts";
import type { ReportedMail } from "../inbound/match-report.ts";
import { noteBounce } from "../outbound/note-bounce.ts";

interface Report {
  readonly reported: ReportedMail;
  readonly recipients: readonly RecipientReport[];
}

/**
 * Notes at a mail of ours that it could not be delivered, and marks its conversation as unread, a closed one too: else
 * nobody learns that the answer never arrived (R31). A report of a delay, or of a delivery, changes nothing.
 */
export async function applyReport(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  { reported, recipients }: Report,
): Promise<void> {
  const failed = recipients.filter(({ action }) => action === "failed");
  // a mailer daemon whose report cannot be read says that at least something failed
  if (recipients.length > 0 && failed.length === 0) return;
  const answer = failed
    .map(({ address, status, diagnostic }) => [address, diagnostic ?? status].filter(Boolean).join(": "))
    .join("; ");
  const messageId = await messageIdOf(tx, property.id, reported, failed);
  if (messageId === null) return;
  const now = deps.now();
  await noteBounce(tx, { property: property.id, messageId, answer, now });
  const id = reported.conversation;
  await updateConversations(tx, deps, property, [id], (batch) => {
    const row = batch.find(id);
    if (row && row.joined_into === null) batch.apply(id, { kind: "mark_unread" }, { agent: null });
  });
}

/** Of a conversation's mails, the newest to a recipient that the report names. */
async function messageIdOf(
  tx: Tx,
  property: string,
  reported: ReportedMail,
  failed: readonly RecipientReport[],
): Promise<string | null> {
  if (reported.kind === "message") return reported.messageId;
  const keys = failed.flatMap(({ address }) => (address === null ? [] : [addressKey(address)]));
  const row = await tx
    .selectFrom("mails")
    .select("message_id")
    .where("property_id", "=", property)
    .where("conversation_id", "=", reported.conversation)
    .$if(keys.length > 0, (query) => query.where("recipient_key", "in", keys))
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.message_id ?? null;
}
