import type { Named } from "../../../shared/contact.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { sortByName } from "../../platform/sort-key.ts";
import { normalizeName } from "../identity/field-rules.ts";

const insertContactTags = insertStatement("contact_tags", (conflict) => conflict.doNothing());

/** A contact's tags, sorted by name. */
export async function listTagsOfContact(db: Db, property: string, contact: string): Promise<Named[]> {
  const tags = await db
    .selectFrom("contact_tags")
    .innerJoin("tags", (join) =>
      join
        .onRef("tags.property_id", "=", "contact_tags.property_id")
        .onRef("tags.id", "=", "contact_tags.tag_id"),
    )
    .select(["tags.id", "tags.name"])
    .where("contact_tags.property_id", "=", property)
    .where("contact_tags.contact_id", "=", contact)
    .execute();
  return sortByName(tags);
}

/** The property's tags, sorted by name, with the number of contacts that have each. */
export async function listTags(db: Db, property: string): Promise<(Named & { contacts: number })[]> {
  const tags = await db
    .selectFrom("tags")
    .select((eb) => [
      "tags.id",
      "tags.name",
      eb
        .selectFrom("contact_tags")
        .select((some) => some.fn.countAll<number>().as("count"))
        .whereRef("contact_tags.property_id", "=", "tags.property_id")
        .whereRef("contact_tags.tag_id", "=", "tags.id")
        .$asScalar()
        .$notNull()
        .as("contacts"),
    ])
    .where("tags.property_id", "=", property)
    .execute();
  return sortByName(tags);
}

/** @throws ApiError `name_taken` */
export async function createTag(
  tx: Tx,
  property: string,
  { id, name, now }: Named & { now: number },
): Promise<void> {
  const key = normalizeName(name);
  await assertNameIsFree(tx, property, key, id);
  await tx.insertInto("tags").values({ property_id: property, id, name, key, created_at: now }).execute();
}

/** @throws ApiError `name_taken`, `not_found` */
export async function renameTag(tx: Tx, property: string, { id, name }: Named): Promise<void> {
  const key = normalizeName(name);
  await assertNameIsFree(tx, property, key, id);
  const { numUpdatedRows } = await tx
    .updateTable("tags")
    .set({ name, key })
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!numUpdatedRows) throw new ApiError("not_found");
}

async function assertNameIsFree(tx: Tx, property: string, key: string, id: string): Promise<void> {
  const other = await tx
    .selectFrom("tags")
    .select("id")
    .where("property_id", "=", property)
    .where("key", "=", key)
    .executeTakeFirst();
  if (other && other.id !== id) throw new ApiError("name_taken");
}

/** Deletes a tag and removes it from all contacts and conversations. @throws ApiError `not_found` */
export async function removeTag(tx: Tx, property: string, id: string): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom("tags")
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!numDeletedRows) throw new ApiError("not_found");
  for (const table of ["contact_tags", "conversation_tags", "page_tags"] as const)
    await tx.deleteFrom(table).where("property_id", "=", property).where("tag_id", "=", id).execute();
}

/** Whether the property has the tag. */
export async function hasTag(db: Db, property: string, id: string): Promise<boolean> {
  const row = await db
    .selectFrom("tags")
    .select("id")
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  return !!row;
}

/** Replaces a contact's tags. @throws ApiError `not_found` if an ID is no tag of the property */
export async function setTags(
  tx: Tx,
  property: string,
  contact: string,
  tags: readonly string[],
): Promise<void> {
  await tx
    .deleteFrom("contact_tags")
    .where("property_id", "=", property)
    .where("contact_id", "=", contact)
    .execute();
  await addTags(tx, property, [contact], tags);
}

/** Adds tags to contacts. @throws ApiError `not_found` if an ID is no tag of the property */
async function addTags(
  tx: Tx,
  property: string,
  contacts: readonly string[],
  tags: readonly string[],
): Promise<void> {
  const wanted = [...new Set(tags)];
  if (!wanted.length) return;
  const known = await tx
    .selectFrom("tags")
    .select("id")
    .where("property_id", "=", property)
    .where("id", "in", wanted)
    .execute();
  if (known.length < wanted.length) throw new ApiError("not_found");
  const rows = contacts.flatMap((contact_id) =>
    wanted.map((tag_id) => ({ property_id: property, contact_id, tag_id })),
  );
  await insertContactTags(tx, rows);
}

/**
 * Adds a tag to many contacts.
 *
 * @returns the contacts that did not have it
 * @throws ApiError `not_found` if it is no tag of the property
 */
export async function tagContacts(
  tx: Tx,
  property: string,
  contacts: readonly string[],
  tag: string,
): Promise<string[]> {
  if (!contacts.length) return [];
  const { without } = await partitionByTag(tx, property, contacts, tag);
  await addTags(tx, property, without, [tag]);
  return without;
}

/**
 * Removes a tag from many contacts.
 *
 * @returns the contacts that had it
 */
export async function untagContacts(
  tx: Tx,
  property: string,
  contacts: readonly string[],
  tag: string,
): Promise<string[]> {
  if (!contacts.length) return [];
  const { tagged } = await partitionByTag(tx, property, contacts, tag);
  if (tagged.length)
    await tx
      .deleteFrom("contact_tags")
      .where("property_id", "=", property)
      .where("tag_id", "=", tag)
      .where("contact_id", "in", tagged)
      .execute();
  return tagged;
}

async function partitionByTag(
  tx: Tx,
  property: string,
  contacts: readonly string[],
  tag: string,
): Promise<{ tagged: string[]; without: string[] }> {
  const rows = await tx
    .selectFrom("visitors")
    .leftJoin("contact_tags", (join) =>
      join
        .onRef("contact_tags.property_id", "=", "visitors.property_id")
        .onRef("contact_tags.contact_id", "=", "visitors.id")
        .on("contact_tags.tag_id", "=", tag),
    )
    .select(["visitors.id", "contact_tags.tag_id"])
    .where("visitors.property_id", "=", property)
    .where("visitors.id", "in", contacts)
    .execute();
  const idsOf = (isTagged: boolean) =>
    rows.filter(({ tag_id }) => (tag_id !== null) === isTagged).map(({ id }) => id);
  return { tagged: idsOf(true), without: idsOf(false) };
}
