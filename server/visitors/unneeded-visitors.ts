import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import type { Schema } from "../platform/database/schema.ts";

/** A visitor who is no contact and no device of one, and left nothing: only the visits name it. */
export function isUnneeded(eb: ExpressionBuilder<Schema, "visitors">): Expression<SqlBool> {
  return eb.and([
    eb("contact_since", "is", null),
    eb("attached_to", "is", null),
    eb.not(eb.or(leftSomething(eb).map((rows) => eb.exists(rows)))),
  ]);
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
