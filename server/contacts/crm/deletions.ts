import { inChunks } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { queueForIndex } from "../search/indexer.ts";

const insertDeletions = insertStatement("deleted_contacts", (conflict) =>
  conflict.columns(["property_id", "contact_id"]).doUpdateSet((eb) => ({
    deletion_id: eb.ref("excluded.deletion_id"),
    contact_since: eb.ref("excluded.contact_since"),
    at: eb.ref("excluded.at"),
  })),
);

/** How long a deletion can be undone, ms. */
export const UNDO_PERIOD = 24 * 3_600_000;

/**
 * Removes contacts from the list. They are erased after `UNDO_PERIOD`, unless the deletion is undone or they return.
 *
 * @param deletion the new ID of the deletion
 * @returns the IDs among `contacts` that were contacts
 */
export async function deleteContacts(
  tx: Tx,
  {
    property,
    contacts,
    deletion,
    now,
    total = contacts.length,
  }: {
    property: string;
    contacts: readonly string[];
    deletion: string;
    now: number;
    /** The number of contacts of the whole deletion. */
    total?: number;
  },
): Promise<string[]> {
  const rows = await inChunks([...new Set(contacts)], (some) =>
    tx
      .selectFrom("visitors")
      .select(["id", "contact_since"])
      .where("property_id", "=", property)
      .where("id", "in", some)
      .where("contact_since", "is not", null)
      .execute(),
  );
  const ids = rows.map(({ id }) => id);
  await inChunks(ids, async (some) => {
    await tx
      .updateTable("visitors")
      .set({ contact_since: null })
      .where("property_id", "=", property)
      .where("id", "in", some)
      .execute();
    return [];
  });
  await queueForIndex(tx, property, ids, total);
  const deleted = rows.map(({ id, contact_since }) => ({
    property_id: property,
    contact_id: id,
    deletion_id: deletion,
    contact_since: contact_since ?? now,
    at: now,
  }));
  await insertDeletions(tx, deleted);
  return ids;
}

/**
 * Puts deleted contacts back on the list.
 *
 * @throws ApiError `not_found` if the deletion does not exist or is final
 */
export async function undoDeletion(tx: Tx, property: string, deletion: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("deleted_contacts")
    .selectAll()
    .where("property_id", "=", property)
    .where("deletion_id", "=", deletion)
    .execute();
  if (!rows.length) throw new ApiError("not_found");
  await restoreContacts(tx, property, rows);
  return rows.map((row) => row.contact_id);
}

type DeletedContact = Schema["deleted_contacts"];

/**
 * Restores deleted contacts of a property, except those that became contacts again or were merged since.
 *
 * @param total the number of contacts of the whole deletion
 */
export async function restoreContacts(
  tx: Tx,
  property: string,
  deleted: readonly DeletedContact[],
  total = deleted.length,
): Promise<void> {
  await inChunks(deleted, async (some) => {
    const ids = some.map(({ contact_id }) => contact_id);
    const restored = await tx
      .updateTable("visitors")
      .set((eb) => ({
        contact_since: eb
          .selectFrom("deleted_contacts")
          .select("deleted_contacts.contact_since")
          .whereRef("deleted_contacts.property_id", "=", "visitors.property_id")
          .whereRef("deleted_contacts.contact_id", "=", "visitors.id"),
      }))
      .where("property_id", "=", property)
      .where("id", "in", ids)
      .where("contact_since", "is", null)
      .where("attached_to", "is", null)
      .returning("id")
      .execute();
    await tx
      .deleteFrom("deleted_contacts")
      .where("property_id", "=", property)
      .where("contact_id", "in", ids)
      .execute();
    await queueForIndex(
      tx,
      property,
      restored.map(({ id }) => id),
      total,
    );
    return [];
  });
}

/** Some of the deleted contacts whose undo period is over. */
export function findDueDeletions(db: Db, now: number): Promise<DeletedContact[]> {
  return db
    .selectFrom("deleted_contacts")
    .selectAll()
    .where("at", "<=", now - UNDO_PERIOD)
    .orderBy("at")
    .limit(100)
    .execute();
}

/** Whether a deleted contact visited or wrote since. Then it is not erased. */
export async function hasReturned(tx: Tx, { property_id, contact_id, at }: DeletedContact): Promise<boolean> {
  const seen = await tx
    .selectFrom("visitors")
    .select("id")
    .where("property_id", "=", property_id)
    .where("id", "=", contact_id)
    .where((eb) =>
      eb.or([
        eb("last_seen_at", ">", at),
        eb("contact_since", "is not", null),
        eb("attached_to", "is not", null),
      ]),
    )
    .executeTakeFirst();
  if (seen) return true;
  const wrote = await tx
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property_id)
    .where("contact_id", "=", contact_id)
    .where("last_message_at", ">", at)
    .limit(1)
    .executeTakeFirst();
  return !!wrote;
}
