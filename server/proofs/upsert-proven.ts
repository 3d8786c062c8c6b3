import type { Details } from "../../shared/contact.ts";
import { findVisitor } from "../contacts/identity/contact-store.ts";
import { publishContactsChanged } from "../contacts/identity/publish-contacts-changed.ts";
import { UpsertBatch } from "../contacts/identity/upsert.ts";
import type { ConversationDeps } from "../conversations/core/update-conversations.ts";
import { conversationReassigner, reassignConversations } from "../people/reassign-conversations.ts";
import type { Tx } from "../platform/database/open.ts";
import { newId } from "../platform/ids.ts";
import type { KnownProperty } from "../properties/store.ts";

/** A browser of a property, and what is proven about its visitor. */
interface ProvenDetails {
  readonly property: KnownProperty;
  readonly visitor: string;
  readonly details: Details;
}

/**
 * Upserts a browser's visitor by the column "proven" of DESIGN's table: the browser becomes a proven device of the contact that the
 * details name, its contact is merged with that, or it becomes one. Its own conversations go with it, claimed no more.
 */
export async function upsertProven(
  tx: Tx,
  deps: ConversationDeps,
  { property, visitor, details }: ProvenDetails,
): Promise<void> {
  const now = deps.now();
  const { settings } = property;
  const makeId = () => newId(deps);
  const merging = { conversations: conversationReassigner(settings), now };
  const batch = await UpsertBatch.load(tx, property.id, [{ visitor, details }], makeId, { merging });
  const { claimed } = batch.apply({
    visitor,
    details,
    source: "proven",
    proven: true,
    matching: settings.matching,
    now,
  });
  publishContactsChanged(tx, property.id, await batch.save());
  if (claimed) return;
  const device = await findVisitor(tx, property.id, visitor);
  const to = device?.attached_to ?? visitor;
  tx.publish({ kind: "visitor_identified", property: property.id, visitor, person: to });
  await reassignConversations(tx, deps, property, { visitor, to, claimed: false });
}

/** Notes that a browser has proven an e-mail, which opens what was written by whoever gave it (R33). */
export async function saveProvenEmail(
  tx: Tx,
  {
    property,
    visitor,
    emailKey,
    now,
  }: Readonly<Record<"property" | "visitor" | "emailKey", string>> & {
    readonly now: number;
  },
): Promise<void> {
  await tx
    .insertInto("proven_emails")
    .values({ property_id: property, visitor_id: visitor, email_key: emailKey, proven_at: now })
    .onConflict((conflict) =>
      conflict
        .columns(["property_id", "visitor_id", "email_key"])
        .doUpdateSet((eb) => ({ proven_at: eb.ref("excluded.proven_at") })),
    )
    .execute();
}
