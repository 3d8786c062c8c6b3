import type { Tx } from "../platform/database/open.ts";
import { ACTIVITY } from "../platform/limits.ts";

const DAY = 24 * 3_600_000;

/** Removes the IDs of batches that no browser sends again, a day after they came. */
export async function removeOldBatches(tx: Tx, now: number): Promise<void> {
  await tx
    .deleteFrom("activity_batches")
    .where("at", "<", now - DAY)
    .execute();
}

/** Removes the oldest events of a property that has more than `ACTIVITY.stored.property` (R37). */
export async function removeExcessEvents(
  tx: Tx,
  property: string,
  most: number = ACTIVITY.stored.property,
): Promise<void> {
  const oldest = await tx
    .selectFrom("visitor_events")
    .select("at")
    .where("property_id", "=", property)
    .orderBy("at", "desc")
    .offset(most)
    .limit(1)
    .executeTakeFirst();
  if (!oldest) return;
  await tx
    .deleteFrom("visitor_events")
    .where("property_id", "=", property)
    .where("at", "<=", oldest.at)
    .execute();
}
