import { localTime } from "../../shared/rules/hours.ts";
import { isOneOf } from "../platform/database/chunks.ts";
import { insertStatement } from "../platform/database/insert-statement.ts";
import type { Tx } from "../platform/database/open.ts";
import { readProperty } from "../properties/read-property.ts";

const addErased = insertStatement("erased_contacts", (conflict) =>
  conflict.columns(["property_id", "day", "source"]).doUpdateSet((eb) => ({
    contacts: eb("erased_contacts.contacts", "+", eb.ref("excluded.contacts")),
  })),
);

/**
 * Counts a contact that is about to be erased (R26), by its day and its source, so that reports about the past stay as they
 * were. A hook of the erasure.
 *
 * @param visitors the contact, and the devices that are attached to it
 */
export async function countErasedContacts(
  tx: Tx,
  property: string,
  visitors: readonly string[],
): Promise<() => void> {
  const [contact] = await tx
    .selectFrom("visitors")
    .select(["id", "source", "contact_since"])
    .where("property_id", "=", property)
    .where("attached_to", "is", null)
    .where(isOneOf(tx, "id", visitors))
    .execute();
  const since = contact?.contact_since ?? (contact && (await deletedSince(tx, property, contact.id)));
  if (contact?.source && since) {
    const { settings } = await readProperty(tx, property);
    const { day } = localTime(settings.timeZone, since);
    await addErased(tx, [{ property_id: property, day, source: contact.source, contacts: 1 }]);
  }
  return () => undefined;
}

/** When a deleted contact had become one, ms since 1970; null: it is not deleted. */
async function deletedSince(tx: Tx, property: string, contact: string): Promise<number | null> {
  const row = await tx
    .selectFrom("deleted_contacts")
    .select("contact_since")
    .where("property_id", "=", property)
    .where("contact_id", "=", contact)
    .executeTakeFirst();
  return row?.contact_since ?? null;
}
