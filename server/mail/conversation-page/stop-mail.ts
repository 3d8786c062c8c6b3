import type { Tx } from "../../platform/database/open.ts";
import type { LinkedConversation } from "../answers/conversation-link.ts";

/** Ends the mails about a conversation, or lets them come again. @param now ms since 1970 */
export async function setMailStopped(
  tx: Tx,
  { property, conversation }: LinkedConversation,
  isStopped: boolean,
  now: number,
): Promise<void> {
  if (isStopped)
    await tx
      .insertInto("mail_stops")
      .values({ property_id: property, conversation_id: conversation, stopped_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  else
    await tx
      .deleteFrom("mail_stops")
      .where("property_id", "=", property)
      .where("conversation_id", "=", conversation)
      .execute();
}
