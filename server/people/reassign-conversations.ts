import { type ConversationDeps, updateConversations } from "../conversations/core/update-conversations.ts";
import type { Tx } from "../platform/database/open.ts";
import type { KnownProperty } from "../properties/store.ts";

/** Shows a device's conversations on a contact's record, or on its own. */
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
    .execute();
  if (!rows.length) return;
  const ids = rows.map(({ id }) => id);
  await updateConversations(tx, deps, property, ids, (chats) => {
    for (const id of ids) chats.apply(id, { kind: "belong", to, claimed }, { agent: null });
  });
}
