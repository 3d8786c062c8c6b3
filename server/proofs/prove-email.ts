import { findVisitor } from "../contacts/identity/contact-store.ts";
import { publishContactsChanged } from "../contacts/identity/publish-contacts-changed.ts";
import { UpsertBatch } from "../contacts/identity/upsert.ts";
import { conversationReassigner, reassignConversations } from "../people/reassign-conversations.ts";
import type { Tx } from "../platform/database/open.ts";
import { newId } from "../platform/ids.ts";
import { type ClaimedEmail, type CodeDeps, emailKeyOf } from "./request-code.ts";

/**
 * Makes an e-mail a proven one of a browser's visitor (R33): by the column "proven" of the upsert's table, the browser
 * becomes a proven device of the contact that has the address, its contact is merged with that, or it becomes one. Its
 * own conversations go with it, claimed no more.
 */
export async function proveEmail(tx: Tx, deps: CodeDeps, claimed: ClaimedEmail): Promise<void> {
  const { property, visitor, email } = claimed;
  const details = { emails: [email.trim()] };
  const now = deps.now();
  const { settings } = property;
  const makeId = () => newId(deps);
  const merging = { conversations: conversationReassigner(settings), now };
  const batch = await UpsertBatch.load(tx, property.id, [{ visitor, details }], makeId, { merging });
  const { claimed: isClaimed } = batch.apply({
    visitor,
    details,
    source: "proven",
    proven: true,
    matching: settings.matching,
    now,
  });
  publishContactsChanged(tx, property.id, await batch.save());
  await tx
    .insertInto("proven_emails")
    .values({ property_id: property.id, visitor_id: visitor, email_key: emailKeyOf(email), proven_at: now })
    .onConflict((conflict) =>
      conflict
        .columns(["property_id", "visitor_id", "email_key"])
        .doUpdateSet((eb) => ({ proven_at: eb.ref("excluded.proven_at") })),
    )
    .execute();
  if (isClaimed) return;
  const device = await findVisitor(tx, property.id, visitor);
  const to = device?.attached_to ?? visitor;
  tx.publish({ kind: "visitor_identified", property: property.id, visitor, person: to });
  await reassignConversations(tx, deps, property, { visitor, to, claimed: false });
}
