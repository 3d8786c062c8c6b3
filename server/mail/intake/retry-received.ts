import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";

/**
 * Processes a mail again that could not be, because a person asked for it.
 *
 * @param now ms since 1970
 * @throws ApiError `not_found`
 */
export async function retryReceivedMail(tx: Tx, property: string, id: string, now: number): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable("received_mails")
    .set({ state: "waiting", tries: 0, next_try_at: now })
    .where("property_id", "=", property)
    .where("id", "=", id)
    .where("state", "=", "failed")
    // what the mail server did not give cannot be processed
    .where("size", ">", 0)
    .executeTakeFirst();
  if (!numUpdatedRows) throw new ApiError("not_found");
  tx.publish({ kind: "mail_received", property });
}
