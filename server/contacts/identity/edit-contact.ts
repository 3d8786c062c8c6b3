import type { ContactEdit } from "../../../shared/contact.ts";
import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { newId } from "../../platform/ids.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { findVisitor } from "../read-contact.ts";
import { publishContactsChanged } from "./publish-contacts-changed.ts";
import { UpsertBatch } from "./upsert.ts";

export interface Edited {
  /** Whose record shows what was written down. */
  readonly contact: string;
  /** The browser that became one more device of that contact by it; null: none did. */
  readonly attached: string | null;
  readonly claimed: boolean;
}

/**
 * Writes down what an agent says of a person (R6): by the same rules as everything else, with an agent's trust (R11).
 * Of a device that is attached to a contact, it is said of the contact.
 *
 * @throws Failure `not_found`
 */
export async function editContact(
  tx: Tx,
  deps: Pick<Deps, "now" | "random">,
  property: KnownProperty,
  { id, edit: { name, email, phone } }: { id: string; edit: ContactEdit },
): Promise<Edited> {
  const row = await findVisitor(tx, property.id, id);
  if (!row) throw new ApiError("not_found");
  const visitor = row.attached_to ?? id;
  const details = {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { emails: [email] }),
    ...(phone !== undefined && { phones: [phone] }),
  };
  const upserts = await UpsertBatch.load(tx, property.id, [{ visitor, details }], () => newId(deps));
  const { matching } = property.settings;
  const said = { visitor, details, source: "agent", proven: false, matching, now: deps.now() } as const;
  const { contact, claimed } = upserts.apply(said);
  publishContactsChanged(tx, property.id, await upserts.save());
  return { contact, attached: contact === visitor ? null : visitor, claimed };
}
