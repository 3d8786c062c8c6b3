import { sql } from "kysely";
import type { Tx } from "../../platform/database/open.ts";

/**
 * Makes the earliest delivery of a subject that waits at an endpoint due, if none of the subject is due or being sent: deliveries of a
 * subject go one after the other (R35).
 */
export async function openNext(tx: Tx, endpoint: string, subject: string, now: number): Promise<void> {
  const first = tx
    .selectFrom("webhook_deliveries")
    .select((eb) => eb.fn.min("position").as("first"))
    .where("endpoint_id", "=", endpoint)
    .where("open_subject", "=", subject);
  await tx
    .updateTable("webhook_deliveries")
    .set({ due_at: now })
    .where("endpoint_id", "=", endpoint)
    .where("position", "=", first)
    .where("state", "=", "waiting")
    .where("due_at", "is", null)
    .execute();
}

/** Makes the earliest delivery of each subject due that waits and would never be, because the ones before it were removed. */
export async function openAll(tx: Tx, now: number, endpoint: string | null = null): Promise<void> {
  await tx
    .updateTable("webhook_deliveries")
    .set({ due_at: now })
    .where("state", "=", "waiting")
    .where("open_subject", "is not", null)
    .where("due_at", "is", null)
    .$if(endpoint !== null, (query) => query.where("endpoint_id", "=", endpoint ?? ""))
    .where(
      sql<boolean>`not exists (select 1 from webhook_deliveries as earlier
        where earlier.endpoint_id = webhook_deliveries.endpoint_id
        and earlier.open_subject = webhook_deliveries.open_subject
        and earlier.position < webhook_deliveries.position)`,
    )
    .execute();
}
