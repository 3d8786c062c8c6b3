import type { ApiContactWrite } from "../../../shared/api/contact.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import { TagsAndNotesBatch } from "../../contacts/crm/tags-and-notes-batch.ts";
import { publishContactsChanged } from "../../contacts/identity/publish-contacts-changed.ts";
import { UpsertBatch } from "../../contacts/identity/upsert.ts";
import { createRecord, identifyContact } from "../../contacts/identity/upsert-record.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { toDetails } from "./read-contact-write.ts";

/** The context of one request that writes contacts. */
export interface WriteContext {
  readonly property: string;
  /** The author of notes, as in `contact_notes.agent_id`. */
  readonly author: string;
  /** Ms since 1970. */
  readonly now: number;
  readonly newId: () => string;
  /** Draws visitor IDs, in ascending order. */
  readonly drawIds: (count: number) => readonly string[];
}

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
  { property, author, now, newId, drawIds }: WriteContext,
  { tags = [], ...written }: ApiContactWrite,
): Promise<string> {
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
  const input = { tags, notes: [] };
  const options = { property, contacts: [newVisitor], inputs: [input], author, now, newId, base: null };
  const tagging = await TagsAndNotesBatch.load(tx, options);
  tagging.add(newVisitor, input);
  await tagging.save(tx);
  publishContactsChanged(tx, property, [newVisitor]);
  return newVisitor;
}
