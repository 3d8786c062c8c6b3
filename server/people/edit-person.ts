import type { ContactEdit } from "../../shared/contact.ts";
import { findVisitor } from "../contacts/identity/contact-store.ts";
import { publishContactsChanged } from "../contacts/identity/publish-contacts-changed.ts";
import { UpsertBatch } from "../contacts/identity/upsert.ts";
import type { ConversationDeps } from "../conversations/core/update-conversations.ts";
import type { Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { newId } from "../platform/ids.ts";
import type { KnownProperty } from "../properties/store.ts";
import { reassignConversations } from "./reassign-conversations.ts";

/**
 * Writes what an agent enters about a visitor or contact (R6), with an agent's trust (R11). For an attached device it is
 * written to the contact. If the visitor becomes a device of a contact by it, the contact gets its conversations.
 *
 * @returns the ID of the record that has the details
 * @throws ApiError `not_found`
 */
export async function editPerson(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  { id, edit: { name, email, phone } }: { id: string; edit: ContactEdit },
): Promise<string> {
  const row = await findVisitor(tx, property.id, id);
  if (!row) throw new ApiError("not_found");
  const visitor = row.attached_to ?? id;
  const details = {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { emails: [email] }),
    ...(phone !== undefined && { phones: [phone] }),
  };
  const batch = await UpsertBatch.load(tx, property.id, [{ visitor, details }], () => newId(deps));
  const { matching } = property.settings;
  const input = { visitor, details, source: "agent", proven: false, matching, now: deps.now() } as const;
  const { contact, claimed } = batch.apply(input);
  publishContactsChanged(tx, property.id, await batch.save());
  if (contact !== visitor) await reassignConversations(tx, deps, property, { visitor, to: contact, claimed });
  return contact;
}
