import type { PropertySettings } from "../../shared/property.ts";
import type { ConversationReassigner } from "../contacts/merging/load-records.ts";
import { publishChanges } from "../conversations/core/publish-changes.ts";
import { allocateSequence } from "../conversations/core/sequence.ts";
import { findConversations } from "../conversations/core/store.ts";
import { type ConversationDeps, updateConversations } from "../conversations/core/update-conversations.ts";
import { inChunks } from "../platform/database/chunks.ts";
import type { Tx } from "../platform/database/open.ts";
import type { KnownProperty } from "../properties/store.ts";

/** The number of changed conversations that are read and published at once. */
const CHUNK_SIZE = 1_000;

/** Assigns all conversations of a device to a contact's record, or back to the device's own. */
export async function reassignConversations(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  { visitor, to, claimed }: { visitor: string; to: string; claimed: boolean },
): Promise<void> {
  const rows = await tx
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property.id)
    .where("visitor_id", "=", visitor)
    .where((eb) => eb.or([eb("contact_id", "<>", to), eb("claimed", "<>", claimed ? 1 : 0)]))
    .execute();
  if (!rows.length) return;
  const ids = rows.map(({ id }) => id);
  await updateConversations(tx, deps, property, ids, (batch) => {
    for (const id of ids) batch.apply(id, { kind: "reassign", contact: to, claimed }, { agent: null });
  });
}

/**
 * How conversations follow when records are merged (R13) or a merge is undone (R14). A new contact is a change of the
 * conversation like any other, with a sequence number and an event. No message is written.
 */
export function conversationReassigner(settings: PropertySettings): ConversationReassigner {
  return {
    listByContact: (tx, property, contacts) =>
      inChunks(contacts, (some) =>
        tx
          .selectFrom("conversations")
          .select(["id", "visitor_id as visitor", "contact_id as contact"])
          .where("property_id", "=", property)
          .where("contact_id", "in", some)
          .execute(),
      ),
    async reassign(tx, property, owners) {
      if (!owners.size) return;
      let sequence = await allocateSequence(tx, property, owners.size);
      for (const [conversation, contact] of owners)
        await tx
          .updateTable("conversations")
          .set({ contact_id: contact, revision: sequence++ })
          .where("property_id", "=", property)
          .where("id", "=", conversation)
          .execute();
      const ids = [...owners.keys()];
      for (let start = 0; start < ids.length; start += CHUNK_SIZE) {
        const rows = await findConversations(tx, { property, ids: ids.slice(start, start + CHUNK_SIZE) });
        const changes = rows.map((row) => ({ before: row, row, entries: [] }));
        await publishChanges(tx, { id: property, settings }, changes);
      }
    },
  };
}
