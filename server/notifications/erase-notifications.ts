import { isOneOf } from "../platform/database/chunks.ts";
import type { Tx } from "../platform/database/open.ts";

/** The IDs of the conversations of these visitors. */
export const conversationsOf = (tx: Tx, property: string, visitors: readonly string[]) =>
  tx
    .selectFrom("conversations")
    .select("conversations.id")
    .where("conversations.property_id", "=", property)
    .where((eb) =>
      eb.or([
        isOneOf(tx, "conversations.contact_id", visitors),
        isOneOf(tx, "conversations.visitor_id", visitors),
      ]),
    );

/** Erases what agents were to be told of these visitors and their conversations (R26). */
export async function eraseNotifications(
  tx: Tx,
  property: string,
  visitors: readonly string[],
): Promise<() => void> {
  const conversations = conversationsOf(tx, property, visitors);
  await tx
    .deleteFrom("notifications")
    .where("property_id", "=", property)
    .where((eb) => eb.or([isOneOf(tx, "about_id", visitors), eb("about_id", "in", conversations)]))
    .execute();
  await tx
    .deleteFrom("note_mentions")
    .where("property_id", "=", property)
    .where(isOneOf(tx, "contact_id", visitors))
    .execute();
  return () => undefined;
}
