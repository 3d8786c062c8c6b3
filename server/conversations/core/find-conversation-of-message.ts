import type { Tx } from "../../platform/database/open.ts";

/**
 * Finds the conversation of a person in which an agent wrote a message: an earlier request with the same ID has written
 * it, and a repeated one changes nothing.
 *
 * @param person a visitor ID, or that of a contact whatever the browser
 * @returns its ID; null if there is none
 */
export async function findConversationOfMessage(
  tx: Tx,
  property: string,
  person: { readonly column: "visitor_id" | "contact_id"; readonly id: string },
  message: string,
): Promise<string | null> {
  const row = await tx
    .selectFrom("conversations")
    .innerJoin("messages", (join) =>
      join
        .onRef("messages.property_id", "=", "conversations.property_id")
        .onRef("messages.conversation_id", "=", "conversations.id"),
    )
    .select("conversations.id")
    .where("conversations.property_id", "=", property)
    .where(`conversations.${person.column}`, "=", person.id)
    .where("messages.id", "=", message)
    .where("messages.agent_id", "is not", null)
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}
