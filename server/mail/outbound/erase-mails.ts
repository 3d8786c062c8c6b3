import { isOneOf } from "../../platform/database/chunks.ts";
import type { Tx } from "../../platform/database/open.ts";

/**
 * Erases the mails about these visitors and their conversations (R26), those that wait included. A mail that is being sent
 * goes out, but nothing of it stays.
 */
export async function eraseMails(tx: Tx, property: string, visitors: readonly string[]): Promise<() => void> {
  const ofPerson = tx
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property)
    .where((eb) => eb.or([isOneOf(tx, "contact_id", visitors), isOneOf(tx, "visitor_id", visitors)]));
  await tx
    .deleteFrom("mails")
    .where("property_id", "=", property)
    .where((eb) => eb.or([isOneOf(tx, "visitor_id", visitors), eb("conversation_id", "in", ofPerson)]))
    .execute();
  return () => undefined;
}
