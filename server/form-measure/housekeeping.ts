import type { Tx } from "../platform/database/open.ts";
import { dayIn } from "./days.ts";

/** Two years, so that a season can be compared with the one before, and a month. */
const STORED_DAYS = 760;

/** Removes the counters of days long past. */
export async function removeOldFormCounts(tx: Tx, now: number): Promise<void> {
  await tx
    .deleteFrom("form_counts")
    .where("day", "<", dayIn("UTC", now, STORED_DAYS))
    .execute();
}
