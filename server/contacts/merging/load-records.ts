import type { Tx } from "../../platform/database/open.ts";
import type { ContactRecord } from "./plan-merge.ts";

/**
 * How conversations follow their contacts. The conversations feature implements it, because this feature must not import
 * that one.
 */
export interface ConversationReassigner {
  listByContact(
    tx: Tx,
    property: string,
    contacts: readonly string[],
  ): Promise<readonly { readonly id: string; readonly visitor: string; readonly contact: string }[]>;
  /** @param owners the new contacts, by the conversations' IDs */
  reassign(tx: Tx, property: string, owners: ReadonlyMap<string, string>): Promise<void>;
}

/** Reads records with everything that moves with them, in the order of the IDs. Unknown IDs are left out. */
export async function loadRecords(
  tx: Tx,
  property: string,
  ids: readonly string[],
  conversations: ConversationReassigner,
): Promise<ContactRecord[]> {
  const own = await tx
    .selectFrom("visitors")
    .select(["id", "contact_since", "source", "last_seen_at"])
    .where("property_id", "=", property)
    .where("id", "in", ids)
    .execute();
  const values = await tx
    .selectFrom("details")
    .selectAll()
    .where("property_id", "=", property)
    .where("visitor_id", "in", ids)
    .orderBy("id")
    .execute();
  const devices = await tx
    .selectFrom("visitors")
    .select(["id", "attached_to", "attached_proven", "last_seen_at"])
    .where("property_id", "=", property)
    .where("attached_to", "in", ids)
    .execute();
  const notes = await tx
    .selectFrom("contact_notes")
    .select(["id", "contact_id"])
    .where("property_id", "=", property)
    .where("contact_id", "in", ids)
    .execute();
  const tags = await tx
    .selectFrom("contact_tags")
    .select(["tag_id", "contact_id"])
    .where("property_id", "=", property)
    .where("contact_id", "in", ids)
    .execute();
  const owned = await conversations.listByContact(tx, property, ids);
  const rows = new Map(own.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = rows.get(id);
    if (!row) return [];
    return {
      id,
      contactSince: row.contact_since,
      source: row.source,
      lastSeenAt: row.last_seen_at,
      values: values.filter(({ visitor_id }) => visitor_id === id),
      devices: devices
        .filter((one) => one.attached_to === id)
        .map((one) => ({
          id: one.id,
          isTrusted: one.attached_proven === 1,
          lastSeenAt: one.last_seen_at,
        })),
      conversations: owned.filter(({ contact }) => contact === id),
      notes: notes.filter(({ contact_id }) => contact_id === id).map((note) => note.id),
      tags: tags.filter(({ contact_id }) => contact_id === id).map(({ tag_id }) => tag_id),
    };
  });
}
