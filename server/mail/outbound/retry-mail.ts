import type { MailInfo } from "../../../shared/mail.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { changeMail } from "./change-mail.ts";

/**
 * Queues a mail again because a person asked for it, with a new allowance of attempts. A mail whose text is removed cannot
 * be sent again.
 *
 * @param now ms since 1970
 * @throws ApiError `not_found`, `mail_not_retriable`
 */
export async function retryMail(tx: Tx, property: string, id: string, now: number): Promise<MailInfo> {
  const row = await tx
    .selectFrom("mails")
    .selectAll()
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  const isWaiting = row.state === "failed" || row.state === "uncertain" || row.state === "queued";
  if (!isWaiting || !row.text) throw new ApiError("mail_not_retriable");
  return changeMail(tx, row, {
    state: "queued",
    attempts: 0,
    uncertain_attempts: 0,
    next_attempt_at: now,
    queued_at: now,
    changed_at: now,
  });
}
