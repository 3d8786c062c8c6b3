import { inChunks } from "../../platform/database/chunks.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { ConversationReassigner } from "./load-records.ts";

type Conversations = Pick<ConversationReassigner, "listByContact">;

/**
 * Deletes those of the contacts that have nothing left (R18): no value, note, tag, conversation or device, and no browser
 * of their own. Records that such a contact has absorbed go with it.
 *
 * @param ids contacts, no devices
 * @returns the IDs of the deleted contacts
 */
export async function deleteEmptyContacts(
  tx: Tx,
  property: string,
  ids: readonly string[],
  conversations: Conversations,
): Promise<readonly string[]> {
  const inUse = new Set([
    ...(await findWithValues(tx, property, ids)),
    ...(await findNotedOrTagged(tx, property, ids)),
  ]);
  const candidates = ids.filter((id) => !inUse.has(id));
  if (!candidates.length) return [];
  const owned = await conversations.listByContact(tx, property, candidates);
  for (const { contact } of owned) inUse.add(contact);
  const members = await loadMembers(tx, property, candidates);
  // an absorbed record without a browser has nothing that the survivor has not
  for (const { contact, hasBrowser, isAbsorbed, isContact } of members)
    if (hasBrowser || !(isAbsorbed || isContact)) inUse.add(contact);
  const deleted = candidates.filter((id) => !inUse.has(id));
  const rows = members.filter(({ contact }) => deleted.includes(contact)).map(({ id }) => id);
  await deleteRows(tx, property, rows);
  return deleted;
}

async function findWithValues(tx: Tx, property: string, ids: readonly string[]): Promise<string[]> {
  const rows = await inChunks(ids, (some) =>
    tx
      .selectFrom("details")
      .select("visitor_id")
      .distinct()
      .where("property_id", "=", property)
      .where("visitor_id", "in", some)
      .execute(),
  );
  return rows.map(({ visitor_id }) => visitor_id);
}

/** Finds those of the contacts that have a note or a tag. */
export async function findNotedOrTagged(tx: Tx, property: string, ids: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const table of ["contact_notes", "contact_tags"] as const) {
    const rows = await inChunks(ids, (some) =>
      tx
        .selectFrom(table)
        .select("contact_id")
        .distinct()
        .where("property_id", "=", property)
        .where("contact_id", "in", some)
        .execute(),
    );
    found.push(...rows.map(({ contact_id }) => contact_id));
  }
  return found;
}

/** A contact itself, one of its devices, or a record that it has absorbed. */
interface Member {
  readonly id: string;
  readonly contact: string;
  readonly isContact: boolean;
  readonly isAbsorbed: boolean;
  readonly hasBrowser: boolean;
}

async function loadMembers(tx: Tx, property: string, contacts: readonly string[]): Promise<Member[]> {
  const rows = await inChunks(contacts, (some) =>
    tx
      .selectFrom("visitors")
      .leftJoin("aliases", (join) =>
        join
          .onRef("aliases.property_id", "=", "visitors.property_id")
          .onRef("aliases.id", "=", "visitors.id"),
      )
      .select(["visitors.id", "visitors.attached_to", "visitors.proof_hash", "aliases.contact_id"])
      .where("visitors.property_id", "=", property)
      .where((eb) => eb.or([eb("visitors.id", "in", some), eb("visitors.attached_to", "in", some)]))
      .execute(),
  );
  return rows.map(({ id, attached_to, proof_hash, contact_id }) => ({
    id,
    contact: attached_to ?? id,
    isContact: attached_to === null,
    isAbsorbed: contact_id !== null,
    hasBrowser: proof_hash !== null,
  }));
}

async function deleteRows(tx: Tx, property: string, ids: readonly string[]): Promise<void> {
  await inChunks(ids, async (some) => {
    for (const table of ["visitors", "aliases"] as const)
      await tx.deleteFrom(table).where("property_id", "=", property).where("id", "in", some).execute();
    await tx
      .deleteFrom("merges")
      .where("property_id", "=", property)
      .where("survivor_id", "in", some)
      .where("undone_at", "is", null)
      .execute();
    for (const table of ["merge_members", "deleted_contacts"] as const)
      await tx
        .deleteFrom(table)
        .where("property_id", "=", property)
        .where("contact_id", "in", some)
        .execute();
    for (const side of ["a", "b"] as const)
      await tx
        .deleteFrom("suggestions")
        .where("property_id", "=", property)
        .where(side, "in", some)
        .execute();
    return [];
  });
}
