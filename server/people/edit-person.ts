import type { ContactEdit } from "../../shared/contact.ts";
import { editContact } from "../contacts/identity/edit-contact.ts";
import { publishContactsChanged } from "../contacts/identity/publish-contacts-changed.ts";
import { detachDevice } from "../contacts/merging/apply-detach.ts";
import { findVisitor } from "../contacts/read-contact.ts";
import type { ConversationDeps } from "../conversations/core/update-conversations.ts";
import type { Tx } from "../platform/database/open.ts";
import type { KnownProperty } from "../properties/store.ts";
import { conversationsOf } from "./detach-person.ts";
import { reassignConversations } from "./reassign-conversations.ts";

/**
 * Writes down what an agent says of a person. If it turns out to be a contact's browser, its conversations are shown
 * on that contact's record from now on.
 *
 * @returns whose record shows it
 * @throws Failure `not_found`
 */
export async function editPerson(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  wanted: { id: string; edit: ContactEdit },
): Promise<string> {
  const { contact, attached, claimed } = await editContact(tx, deps, property, wanted);
  if (attached) await reassignConversations(tx, deps, property, { visitor: attached, to: contact, claimed });
  return contact;
}

/**
 * Makes a device a record of its own again, with its conversations (R12).
 *
 * @throws Failure `not_found`
 */
export async function detachPerson(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  device: string,
): Promise<void> {
  const contact = (await findVisitor(tx, property.id, device))?.attached_to;
  const conversations = conversationsOf(deps, property, device);
  await detachDevice(tx, { property: property.id, device, now: deps.now() }, conversations);
  if (contact) publishContactsChanged(tx, property.id, [device, contact]);
}
