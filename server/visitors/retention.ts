import type { Tx } from "../platform/database/open.ts";

const DAY = 24 * 3_600_000;

export interface RetentionRule {
  readonly property: string;
  readonly retentionDays: number;
  readonly locationTracking: boolean;
}

/**
 * Removes what may not be kept any longer (R24): visits of visitors who never became contacts, after the property's
 * retention time, and the visitors themselves if they left nothing; locations, while tracking is off.
 *
 * @returns the IDs of the visitors who were removed
 */
export async function applyRetention(tx: Tx, rule: RetentionRule, now: number): Promise<string[]> {
  const { property } = rule;
  const before = now - rule.retentionDays * DAY;
  const strangers = tx
    .selectFrom("visitors")
    .select("id")
    .where("property_id", "=", property)
    .where("contact_since", "is", null)
    .where("attached_to", "is", null);
  await tx
    .deleteFrom("visits")
    .where("property_id", "=", property)
    .where("at", "<", before)
    .where("visitor_id", "in", strangers)
    .execute();
  const removed = await tx
    .deleteFrom("visitors")
    .where("property_id", "=", property)
    .where("last_seen_at", "<", before)
    .where("contact_since", "is", null)
    .where("attached_to", "is", null)
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("deliveries")
            .select("deliveries.id")
            .whereRef("deliveries.property_id", "=", "visitors.property_id")
            .whereRef("deliveries.visitor_id", "=", "visitors.id"),
        ),
      ),
    )
    .returning("id")
    .execute();
  if (!rule.locationTracking) await forgetLocations(tx, property);
  return removed.map(({ id }) => id);
}

/** Off means off (R24): what was known of visitors' places goes at once. */
export async function forgetLocations(tx: Tx, property: string): Promise<void> {
  await tx
    .updateTable("visitors")
    .set({ country: null, city: null })
    .where("property_id", "=", property)
    .where((is) => is.or([is("country", "is not", null), is("city", "is not", null)]))
    .execute();
}
