import type { AgentMessage } from "../../../shared/conversation.ts";
import { emailKey } from "../../../shared/rules/email.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { ConversationRow } from "../core/row-changes.ts";

/**
 * Stores whom else an agent's message goes to by mail. The people in Cc take part in the ticket from now on: what they
 * write by mail belongs to it (R32).
 *
 * @throws ApiError `not_a_ticket`: a chat has no copies
 */
export async function addCopies(
  tx: Tx,
  { property_id, id, ticket }: Pick<ConversationRow, "property_id" | "id" | "ticket">,
  { id: message, kind, cc = [], bcc = [] }: AgentMessage,
  now: number,
): Promise<void> {
  if (kind !== "message" || !(cc.length || bcc.length)) return;
  if (ticket === null) throw new ApiError("not_a_ticket");
  const of = { property_id, conversation_id: id };
  await tx
    .insertInto("message_copies")
    .values({ ...of, message_id: message, cc: JSON.stringify(cc), bcc: JSON.stringify(bcc) })
    .execute();
  for (const address of cc)
    await tx
      .insertInto("conversation_participants")
      .values({ ...of, address_key: emailKey(address) ?? address, address, added_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}
