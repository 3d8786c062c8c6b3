import type { PropertySettings } from "../../shared/property.ts";
import type { ConversationReassigner } from "../contacts/merging/write-records.ts";
import { publishChanges } from "../conversations/core/publish-changes.ts";
import { allocateSequence } from "../conversations/core/sequence.ts";
import { inChunks } from "../platform/database/chunks.ts";
import type { Tx } from "../platform/database/open.ts";
import { statement } from "../platform/database/statement.ts";

/** How many changed conversations are read at once, to be told. */
const AT_ONCE = 1_000;

/**
 * What becomes of the conversations when records are merged (R13), or a merge is undone (R14): they are another
 * record's, which is a change like any other and is told to who follows. Messages stay where they are.
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
    async reassign(tx, property, moves) {
      if (!moves.size) return;
      const first = await allocateSequence(tx, property, moves.size);
      const ids = [...moves.keys()];
      for (const [at, conversation] of ids.entries())
        await putOn(tx, property, conversation, {
          contact_id: moves.get(conversation) ?? "",
          revision: first + at,
        });
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        const rows = await conversationsById(tx, { property, ids: ids.slice(at, at + AT_ONCE) });
        const changes = rows.map((row) => ({ row, entries: [] }));
        await publishChanges(tx, { id: property, settings }, changes);
      }
    },
  };
}

const conversationsById = statement((db, { property, ids }: { property: string; ids: readonly string[] }) =>
  db.selectFrom("conversations").selectAll().where("property_id", "=", property).where("id", "in", ids),
);

function putOn(
  tx: Tx,
  property: string,
  conversation: string,
  change: { contact_id: string; revision: number },
) {
  return tx
    .updateTable("conversations")
    .set(change)
    .where("property_id", "=", property)
    .where("id", "=", conversation)
    .execute();
}
