import type { Tx } from "../platform/database/open.ts";
import { hashOf } from "./proof.ts";
import { isUnneeded, removeUnneeded } from "./unneeded-visitors.ts";

/**
 * Removes a visitor who has denied consent, with all visits and events (R25), and publishes `visitor_revoked`. Contacts, their
 * devices, and visitors who left something stay as they are. Without the proof of the browser that registered the visitor,
 * nothing is removed.
 */
export async function forgetVisitor(
  tx: Tx,
  { property, visitor, proof }: { property: string; visitor: string; proof: string },
): Promise<void> {
  const row = await tx
    .selectFrom("visitors")
    .select("id")
    .where("property_id", "=", property)
    .where("id", "=", visitor)
    .where("proof_hash", "=", hashOf(proof))
    .where(isUnneeded)
    .executeTakeFirst();
  if (!row) return;
  for (const [table, column] of [
    ["email_codes", "visitor_id"],
    ["visitors", "id"],
  ] as const)
    await tx.deleteFrom(table).where("property_id", "=", property).where(column, "=", visitor).execute();
  await removeUnneeded(tx, property, [visitor]);
}
