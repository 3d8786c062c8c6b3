import type { ExpressionBuilder } from "kysely";
import type { Tx } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";

const DAY = 24 * 3_600_000;

export interface RetentionRule {
  readonly property: string;
  readonly retentionDays: number;
  readonly locationTracking: boolean;
}

/**
 * Removes expired data (R24): visits of visitors who never became contacts, after the property's retention time, and
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
    .where((eb) => eb.not(eb.or(leftSomething(eb).map((rows) => eb.exists(rows)))))
    .returning("id")
    .execute();
  if (!rule.locationTracking) await removeLocations(tx, property);
  for (const { id } of removed) tx.publish({ kind: "visitor_revoked", property, visitor: id });
}

/** A deletion that can still be undone: the visitor may become a contact again. */
function deletion(eb: ExpressionBuilder<Schema, "visitors">) {
  return eb
    .selectFrom("deleted_contacts")
    .select("deleted_contacts.contact_id")
    .whereRef("deleted_contacts.property_id", "=", "visitors.property_id")
    .whereRef("deleted_contacts.contact_id", "=", "visitors.id");
}

/** Rows that keep a visitor: messages, details, notes, deliveries, conversations, and attached devices. */
function leftSomething(eb: ExpressionBuilder<Schema, "visitors">) {
  return [
    deletion(eb),
    eb
      .selectFrom("details")
      .select("details.id")
      .whereRef("details.property_id", "=", "visitors.property_id")
      .whereRef("details.visitor_id", "=", "visitors.id"),
    eb
      .selectFrom("contact_notes")
      .select("contact_notes.id")
      .whereRef("contact_notes.property_id", "=", "visitors.property_id")
      .whereRef("contact_notes.contact_id", "=", "visitors.id"),
    eb
      .selectFrom("deliveries")
      .select("deliveries.id")
      .whereRef("deliveries.property_id", "=", "visitors.property_id")
      .whereRef("deliveries.visitor_id", "=", "visitors.id"),
    eb
      .selectFrom("conversations")
      .select("conversations.id")
      .whereRef("conversations.property_id", "=", "visitors.property_id")
      .whereRef("conversations.visitor_id", "=", "visitors.id"),
    eb
      .selectFrom("visitors as devices")
      .select("devices.id")
      .whereRef("devices.property_id", "=", "visitors.property_id")
      .whereRef("devices.attached_to", "=", "visitors.id"),
  ];
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
