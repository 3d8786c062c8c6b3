import type { ApiContactUpdate } from "../../../shared/api/contact.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import { listTagsOfContact, untagContacts } from "../../contacts/crm/tags.ts";
import { TagsAndNotesBatch } from "../../contacts/crm/tags-and-notes-batch.ts";
import { loadPeople } from "../../contacts/identity/contact-store.ts";
import { removeDetails } from "../../contacts/identity/edit-details.ts";
import { normalizeName } from "../../contacts/identity/field-rules.ts";
import type { KnownValue } from "../../contacts/identity/person.ts";
import { toValues } from "../../contacts/identity/plan-writes.ts";
import { publishContactsChanged } from "../../contacts/identity/publish-contacts-changed.ts";
import { UpsertBatch } from "../../contacts/identity/upsert.ts";
import { isHeldByAnother, upsertRecord } from "../../contacts/identity/upsert-record.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { toDetails } from "./read-contact-write.ts";
import type { WriteContext } from "./write-context.ts";

/** The fields whose lists an update replaces, by their names in it. */
const LISTS = { emails: "email", phones: "phone", organizations: "organization" } as const;

/**
 * Changes a contact (R11): null removes a value, and a list replaces the list. A value that an agent or a proof has given stays, and the
 * new one is an alternative.
 *
 * @param contact a record that is neither merged nor attached
 * @throws ApiError `value_held` if another contact has an identifier, `attribute_unknown`, `attribute_invalid`
 */
export async function updateContact(
  tx: Tx,
  context: WriteContext,
  contact: string,
  { tags, ...update }: ApiContactUpdate,
): Promise<void> {
  const { property, newId, now } = context;
  const definitions = new Map((await listAttributes(tx, property)).map((one) => [one.key, one]));
  const { name, userId, attributes = {}, ...lists } = update;
  const set = Object.entries(attributes).flatMap(([key, value]) =>
    value === null ? [] : [[key, value] as const],
  );
  const details = toDetails(
    { ...lists, ...(name && { name }), ...(userId && { userId }), attributes: Object.fromEntries(set) },
    definitions,
  );
  const person = (await loadPeople(tx, property, [contact])).get(contact)?.person;
  if (!person) throw new ApiError("not_found");
  const given = new Set(toValues(details).map(({ field, key }) => `${field} ${key}`));
  const removed = removedFields(update);
  const isRemoved = ({ field, key, status }: KnownValue) =>
    status === "current" && removed.has(field) && !given.has(`${field} ${key}`);
  await removeDetails(
    tx,
    property,
    contact,
    person.values.filter(isRemoved).map(({ id }) => id),
  );
  const batch = await UpsertBatch.load(tx, property, [{ visitor: contact, details }], newId);
  if (isHeldByAnother(batch, contact, details)) throw new ApiError("value_held");
  const record = {
    named: contact,
    details,
    source: "api",
    now,
    newVisitor: contact,
    isOfFile: () => false,
  } as const;
  upsertRecord(batch, record);
  await batch.save();
  if (tags) await replaceTags(tx, context, contact, tags);
  publishContactsChanged(tx, property, [contact]);
}

/** The fields of which values that are not given again are removed. */
function removedFields({
  name,
  userId,
  attributes = {},
  ...lists
}: Omit<ApiContactUpdate, "tags">): Set<string> {
  return new Set([
    ...(name === null ? ["name"] : []),
    ...(userId === null ? ["user_id"] : []),
    ...(["emails", "phones", "organizations"] as const).flatMap((list) => (lists[list] ? [LISTS[list]] : [])),
    ...Object.entries(attributes).flatMap(([key, value]) => (value === null ? [`custom:${key}`] : [])),
  ]);
}

/** Gives a contact tags by their names, which are created if they do not exist. */
export async function addTagsByName(
  tx: Tx,
  { property, author, now, newId }: WriteContext,
  contact: string,
  names: readonly string[],
): Promise<void> {
  const input = { tags: names, notes: [] };
  const options = { property, contacts: [contact], inputs: [input], author, now, newId, base: null };
  const batch = await TagsAndNotesBatch.load(tx, options);
  batch.add(contact, input);
  await batch.save(tx);
}

/** Removes the tags of a contact for whose names a condition holds. */
export async function removeTagsByName(
  tx: Tx,
  property: string,
  contact: string,
  isRemoved: (key: string) => boolean,
): Promise<void> {
  for (const { id, name } of await listTagsOfContact(tx, property, contact))
    if (isRemoved(normalizeName(name))) await untagContacts(tx, property, [contact], id);
}

async function replaceTags(
  tx: Tx,
  context: WriteContext,
  contact: string,
  names: readonly string[],
): Promise<void> {
  const wanted = new Set(names.map(normalizeName));
  await removeTagsByName(tx, context.property, contact, (key) => !wanted.has(key));
  await addTagsByName(tx, context, contact, names);
}
