import type { Tx } from "../../platform/database/open.ts";
import { changeMail } from "./change-mail.ts";

/** A report that a mail could not be delivered (RFC 3464). */
export interface Bounce {
  readonly property: string;
  /** The Message-ID of the mail that came back, as the report has it: ours, or the one of a relay. */
  readonly messageId: string;
  /** Why, in the words of the server that refused it. */
  readonly answer: string;
  /** Ms since 1970. */
  readonly now: number;
}

/**
 * Notes at a mail that it came back (R31).
 *
 * @returns the mail's ID; null: no mail of this property has the Message-ID
 */
export async function noteBounce(
  tx: Tx,
  { property, messageId, answer, now }: Bounce,
): Promise<string | null> {
  const row = await tx
    .selectFrom("mails")
    .selectAll()
    .where("property_id", "=", property)
    .where((eb) => eb.or([eb("message_id", "=", messageId), eb("relay_message_id", "=", messageId)]))
    .executeTakeFirst();
  if (!row) return null;
  await changeMail(tx, row, {
    state: "failed",
    next_attempt_at: null,
    failure: "mail_bounced",
    failure_answer: answer.slice(0, 500),
    changed_at: now,
  });
  return row.id;
}
