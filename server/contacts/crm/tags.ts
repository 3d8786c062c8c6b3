import type { Named } from "../../../shared/contact.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { normalizeName } from "../identity/field-rules.ts";

const insertContactTags = insertStatement("contact_tags", (conflict) => conflict.doNothing());

/** A contact's tags, by name. */
export function listTagsOfContact(db: Db, property: string, contact: string): Promise<Named[]> {
  return db
    .selectFrom("contact_tags")
    .innerJoin("tags", (join) =>
      join
        .onRef("tags.property_id", "=", "contact_tags.property_id")
        .onRef("tags.id", "=", "contact_tags.tag_id"),
    )
    .select(["tags.id", "tags.name"])
    .where("contact_tags.property_id", "=", property)
    .where("contact_tags.contact_id", "=", contact)
    .orderBy("tags.key")
    .execute();
}

/** The property's tags by name, with how many contacts have each. */
export function listTags(db: Db, property: string): Promise<(Named & { contacts: number })[]> {
  return db
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
    .orderBy("tags.key")
    .execute();
}

/**
 * Makes a tag, or gives one another name.
 *
 * @throws Failure `name_taken`; `not_found` if there is none to be renamed
 */
export async function saveTag(
  tx: Tx,
  property: string,
  { id, name, now, isNew }: Named & { now: number; isNew: boolean },
): Promise<void> {
  const key = normalizeName(name);
  const other = await tx
    .selectFrom("tags")
    .select("id")
    .where("property_id", "=", property)
    .where("key", "=", key)
    .executeTakeFirst();
  if (other && other.id !== id) throw new ApiError("name_taken");
  if (isNew) {
    await tx.insertInto("tags").values({ property_id: property, id, name, key, created_at: now }).execute();
    return;
  }
  const { numUpdatedRows } = await tx
    .updateTable("tags")
    .set({ name, key })
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!numUpdatedRows) throw new ApiError("not_found");
}

/** Takes a tag away from everybody. @throws Failure `not_found` */
export async function removeTag(tx: Tx, property: string, id: string): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom("tags")
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!numDeletedRows) throw new ApiError("not_found");
  await tx.deleteFrom("contact_tags").where("property_id", "=", property).where("tag_id", "=", id).execute();
}

/** Gives a contact exactly these tags. @throws Failure `not_found` if one is no tag of the property */
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

/** Gives contacts tags beside those that they have. @throws Failure `not_found` if one is no tag of the property */
export async function addTags(
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
 * Gives many contacts a tag, or takes it from them.
 *
 * @returns who did not have it, or who had it
 * @throws Failure `not_found` if it is no tag of the property
 */
export async function tagMany(
  tx: Tx,
  property: string,
  contacts: readonly string[],
  { tag, take }: { tag: string; take: boolean },
): Promise<string[]> {
  const known = await tx
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
  const changed = known.filter(({ tag_id }) => (tag_id !== null) === take).map(({ id }) => id);
  if (!take) await addTags(tx, property, changed, [tag]);
  else if (changed.length)
    await tx
      .deleteFrom("contact_tags")
      .where("property_id", "=", property)
      .where("tag_id", "=", tag)
      .where("contact_id", "in", changed)
      .execute();
  return changed;
}
