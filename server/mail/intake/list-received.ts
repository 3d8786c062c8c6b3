import * as z from "zod/mini";
import type { FailedMail } from "../../../shared/mailbox-settings.ts";
import { OmittedFile, type ReceivedMailInfo } from "../../../shared/received-mail.ts";
import { listWithJoined } from "../../conversations/tickets/joined-tickets.ts";
import { isOneOf } from "../../platform/database/chunks.ts";
import type { Db } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { ReceivedMailRow } from "./store-raw-mail.ts";

/** A conversation with more received mails shows what is special about the newest ones. */
const MAX_LISTED = 500;
const MAX_FAILED = 20;

/**
 * Lists the received mails of a conversation and of those that were joined into it, oldest first.
 *
 * @throws ApiError `not_found`
 */
export async function listReceivedMails(
  db: Db,
  property: string,
  conversation: string,
): Promise<ReceivedMailInfo[]> {
  const all = await listWithJoined(db, property, conversation);
  if (!all.length) throw new ApiError("not_found");
  const rows = await db
    .selectFrom("received_mails")
    .selectAll()
    .where("property_id", "=", property)
    .where(isOneOf(db, "conversation_id", all))
    .where("role", "is not", null)
    .orderBy("id", "desc")
    .limit(MAX_LISTED)
    .execute();
  return rows.reverse().flatMap((row) => toInfo(row) ?? []);
}

function toInfo(row: ReceivedMailRow): ReceivedMailInfo | null {
  if (row.conversation_id === null || row.role === null) return null;
  return {
    id: row.id,
    conversation: row.conversation_id,
    from: { name: row.from_name, address: row.from_address },
    subject: row.subject,
    role: row.role,
    vouched: row.vouched === 1,
    above: row.text_above,
    below: row.text_below,
    cut: row.is_cut === 1,
    omitted: z.parse(z.array(OmittedFile), JSON.parse(row.omitted)),
    receivedAt: row.received_at,
  };
}

/** Lists the mails that could not be processed, the newest first. */
export async function listFailedMails(db: Db, property: string): Promise<FailedMail[]> {
  const rows = await db
    .selectFrom("received_mails")
    .select(["id", "subject", "from_address", "size", "reason", "received_at"])
    .where("property_id", "=", property)
    .where("state", "=", "failed")
    .orderBy("id", "desc")
    .limit(MAX_FAILED)
    .execute();
  return rows.map(({ id, subject, from_address, size, reason, received_at }) => ({
    id,
    subject,
    from: from_address,
    size,
    reason,
    receivedAt: received_at,
  }));
}

/** A received mail whose bytes are there. @throws ApiError `not_found` */
export async function requireReceivedMail(db: Db, property: string, id: string): Promise<ReceivedMailRow> {
  const row = await db
    .selectFrom("received_mails")
    .selectAll()
    .where("property_id", "=", property)
    .where("id", "=", id)
    .where("state", "<>", "erased")
    .executeTakeFirst();
  if (!row || row.size === 0) throw new ApiError("not_found");
  return row;
}
