import { conversationsOf } from "../notifications/erase-notifications.ts";
import { isOneOf } from "../platform/database/chunks.ts";
import type { Tx } from "../platform/database/open.ts";

/** How long an alert that was sent is remembered, so that it is not sent again, ms. */
const SENT_LIFE = 7 * 24 * 3_600_000;

/** Erases what teams were to be alerted of about these visitors and their conversations (R26). */
export async function eraseAlerts(
  tx: Tx,
  property: string,
  visitors: readonly string[],
): Promise<() => void> {
  await tx
    .deleteFrom("alerts")
    .where("property_id", "=", property)
    .where((eb) =>
      eb.or([
        isOneOf(tx, "about_id", visitors),
        eb("about_id", "in", conversationsOf(tx, property, visitors)),
      ]),
    )
    .execute();
  return () => undefined;
}

/** Removes alerts of long ago. */
export async function removeOldAlerts(tx: Tx, now: number): Promise<void> {
  await tx
    .deleteFrom("alerts")
    .where("created_at", "<", now - SENT_LIFE)
    .execute();
}
