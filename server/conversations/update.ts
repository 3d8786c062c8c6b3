import type * as z from "zod/mini";
import type { ConversationUpdate } from "../../shared/conversation.ts";
import type { Tx } from "../platform/database/open.ts";

/** Changes what agents decide about a conversation; what is not named stays. */
export async function updateConversation(
  tx: Tx,
  { property, id }: { property: string; id: string },
  { status, unread, suspicious }: z.infer<typeof ConversationUpdate>,
): Promise<void> {
  const changes = {
    ...(status !== undefined && { status }),
    ...(unread !== undefined && { unread: unread ? 1 : 0 }),
    ...(suspicious !== undefined && { suspicious: suspicious ? 1 : 0 }),
  };
  if (!Object.keys(changes).length) return;
  await tx
    .updateTable("conversations")
    .set(changes)
    .where("property_id", "=", property)
    .where("id", "=", id)
    .execute();
}
