import type { ApiContactWrite } from "../../../shared/api/contact.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import { publishContactsChanged } from "../../contacts/identity/publish-contacts-changed.ts";
import { UpsertBatch } from "../../contacts/identity/upsert.ts";
import { createRecord, identifyContact } from "../../contacts/identity/upsert-record.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { toDetails } from "./read-contact-write.ts";
import { addTagsByName } from "./update-contact.ts";
import type { WriteContext } from "./write-context.ts";

/** IDs that are drawn at a time, for those that are in use already (R2). */
const DRAWN = 3;

/**
 * Creates a contact with source *api* (R6).
 *
 * @returns its ID
 * @throws ApiError `contact_exists`, with its ID in the words, if a contact has one of the identifiers; `attribute_unknown`,
 *   `attribute_invalid`
 */
export async function createApiContact(
  tx: Tx,
  context: WriteContext,
  { tags = [], ...written }: ApiContactWrite,
): Promise<string> {
  const { property, now, newId, drawIds } = context;
  const definitions = new Map((await listAttributes(tx, property)).map((one) => [one.key, one]));
  const details = toDetails(written, definitions);
  const ids = drawIds(DRAWN);
  const inputs = [{ visitor: "", details }, ...ids.map((visitor) => ({ visitor, details: {} }))];
  const batch = await UpsertBatch.load(tx, property, inputs, newId);
  const existing = identifyContact(batch, details, "api");
  if (existing !== null) throw new ApiError("contact_exists", { detail: `The contact is ${existing}.` });
  const newVisitor = ids.find((id) => !batch.knows(id));
  if (newVisitor === undefined) throw new Error("All drawn visitor IDs are taken");
  createRecord(batch, { newVisitor, details, source: "api", now });
  await batch.save();
  await addTagsByName(tx, context, newVisitor, tags);
  publishContactsChanged(tx, property, [newVisitor]);
  return newVisitor;
}
