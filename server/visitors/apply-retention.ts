import type { Tx } from "../platform/database/open.ts";
import { deletion, isUnneeded, removeUnneeded } from "./unneeded-visitors.ts";

const DAY = 24 * 3_600_000;

export interface RetentionRule {
  readonly property: string;
  readonly retentionDays: number;
  readonly locationTracking: boolean;
}

/**
 * Removes expired data (R24): visits and events of visitors who never became contacts, after the property's retention time, and
 * the visitors themselves if they left nothing; locations, if tracking is off. Publishes `visitor_revoked` for each visitor
 * that it removes.
 */
export async function applyRetention(tx: Tx, rule: RetentionRule, now: number): Promise<void> {
  const { property } = rule;
  const before = now - rule.retentionDays * DAY;
  const strangers = tx
    .selectFrom("visitors")
    .select("id")
    .where("property_id", "=", property)
    .where("contact_since", "is", null)
    .where("attached_to", "is", null)
    .where((eb) => eb.not(eb.exists(deletion(eb))));
  for (const table of ["visits", "visitor_events"] as const)
    await tx
      .deleteFrom(table)
      .where("property_id", "=", property)
      .where("at", "<", before)
      .where("visitor_id", "in", strangers)
      .execute();
  const removed = await tx
    .deleteFrom("visitors")
    .where("property_id", "=", property)
    .where("last_seen_at", "<", before)
    .where(isUnneeded)
    .returning("id")
    .execute();
  if (!rule.locationTracking) await removeLocations(tx, property);
  await removeUnneeded(
    tx,
    property,
    removed.map(({ id }) => id),
  );
}

/** Removes all stored locations of a property, when tracking is turned off (R24). */
export async function removeLocations(tx: Tx, property: string): Promise<void> {
  await tx
    .updateTable("visitors")
    .set({ country: null, city: null })
    .where("property_id", "=", property)
    .where((eb) => eb.or([eb("country", "is not", null), eb("city", "is not", null)]))
    .execute();
}
