import type { Deps } from "../deps.ts";
import { openAll } from "./delivery/subject-order.ts";
import { removeEvents } from "./erase-webhooks.ts";

/** How long events are stored, delivered or not, ms. Longer than they are tried. */
export const RETENTION = 14 * 24 * 3_600_000;
/** How many are removed in one transaction: other writers wait for it. */
const BATCH = 500;

/** Removes old events, some at a time. */
export async function removeOldWebhooks({ database, now }: Pick<Deps, "database" | "now">): Promise<void> {
  const before = now() - RETENTION;
  let isAnyRemoved = false;
  for (;;) {
    const old = await database.read
      .selectFrom("webhook_events")
      .select("position")
      .where("created_at", "<", before)
      .orderBy("created_at")
      .limit(BATCH)
      .execute();
    if (!old.length) break;
    isAnyRemoved = true;
    await database.write((tx) =>
      removeEvents(
        tx,
        old.map(({ position }) => position),
      ),
    );
  }
  // some of them may have been what others of their subjects waited for
  if (isAnyRemoved) await database.write((tx) => openAll(tx, now()));
}
