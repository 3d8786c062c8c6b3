import { isOneOf } from "../platform/database/chunks.ts";
import type { Tx } from "../platform/database/open.ts";

/**
 * Removes the events about people who are erased (R26), with all of the same conversations and contacts, so that none of them waits for
 * one that is gone.
 *
 * @returns removes what is not in the database: nothing
 */
export async function eraseWebhooks(
  tx: Tx,
  property: string,
  visitors: readonly string[],
): Promise<() => void> {
  const about = tx
    .selectFrom("webhook_events")
    .select("subject")
    .where("property_id", "=", property)
    .where(isOneOf(tx, "person_id", visitors));
  const rows = await tx
    .selectFrom("webhook_events")
    .select("position")
    .where("property_id", "=", property)
    .where((eb) => eb.or([eb("subject", "in", about), isOneOf(tx, "subject", visitors)]))
    .execute();
  await removeEvents(
    tx,
    rows.map(({ position }) => position),
  );
  return () => undefined;
}

/** How many events are removed by one statement. */
const BATCH = 500;

/** Removes events with their deliveries. */
export async function removeEvents(tx: Tx, positions: readonly number[]): Promise<void> {
  for (let start = 0; start < positions.length; start += BATCH) {
    const some = positions.slice(start, start + BATCH);
    await tx.deleteFrom("webhook_deliveries").where("position", "in", some).execute();
    await tx.deleteFrom("webhook_events").where("position", "in", some).execute();
  }
}
