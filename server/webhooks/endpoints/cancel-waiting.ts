import type { Tx } from "../../platform/database/open.ts";

/** Cancels what waits for an endpoint that wants nothing any more. What is being sent to it ends by itself. */
export async function cancelWaiting(tx: Tx, endpoint: string): Promise<void> {
  await tx
    .updateTable("webhook_deliveries")
    .set({ state: "cancelled", due_at: null, open_subject: null })
    .where("endpoint_id", "=", endpoint)
    .where("open_subject", "is not", null)
    .where("state", "=", "waiting")
    .execute();
}
