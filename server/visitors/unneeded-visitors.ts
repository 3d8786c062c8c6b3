import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import { isOneOf } from "../platform/database/chunks.ts";
import type { Tx } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";

/** A visitor who is no contact and no device of one, and left nothing: only visits, and what pages have said, name it. */
export function isUnneeded(eb: ExpressionBuilder<Schema, "visitors">): Expression<SqlBool> {
  return eb.and([
    eb("contact_since", "is", null),
    eb("attached_to", "is", null),
    eb.not(eb.or(leftSomething(eb).map((rows) => eb.exists(rows)))),
  ]);
}

/** A custom attribute that the page has set: the visitor themselves has not left it. */
const isAttributeOfPage = (eb: ExpressionBuilder<Schema, "details">) =>
  eb.and([eb("details.source", "=", "browser"), eb("details.field", "like", "custom:%")]);

/** The tables in which only pages have written about a visitor. */
const TABLES_OF_PAGES = ["visits", "visitor_events", "activity_batches", "page_tags", "details"] as const;

/** Removes what else is stored of visitors who are unneeded. */
export async function removeUnneeded(tx: Tx, property: string, visitors: readonly string[]): Promise<void> {
  for (const table of visitors.length ? TABLES_OF_PAGES : [])
    await tx
      .deleteFrom(table)
      .where("property_id", "=", property)
      .where(isOneOf(tx, "visitor_id", visitors))
      .execute();
  for (const visitor of visitors) tx.publish({ kind: "visitor_revoked", property, visitor });
}

/** A deletion that can still be undone: the visitor may become a contact again. */
export function deletion(eb: ExpressionBuilder<Schema, "visitors">) {
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
      .whereRef("details.visitor_id", "=", "visitors.id")
      .where((details) => details.not(isAttributeOfPage(details))),
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
