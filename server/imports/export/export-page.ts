import type { Db } from "../../platform/database/open.ts";

/** The data of a contact in an export. */
export interface ExportedContact {
  readonly id: string;
  /** The current values of a field, in display order. */
  readonly texts: (field: string) => readonly string[];
  /** Names, sorted. */
  readonly tags: readonly string[];
  /** Oldest first. */
  readonly notes: readonly string[];
}

/** Some contacts, in the order of their IDs. IDs that are no contact's are left out. */
export async function readExportPage(
  db: Db,
  property: string,
  named: readonly string[],
): Promise<ExportedContact[]> {
  if (!named.length) return [];
  const contacts = await db
    .selectFrom("visitors")
    .select("id")
    .where("property_id", "=", property)
    .where("contact_since", "is not", null)
    .where("id", "in", named)
    .orderBy("id")
    .execute();
  const ids = contacts.map(({ id }) => id);
  if (!ids.length) return [];
  const values = await loadValues(db, property, ids);
  const tags = await loadTags(db, property, ids);
  const notes = await loadNotes(db, property, ids);
  return ids.map((id) => ({
    id,
    texts: (field) => values.get(`${id} ${field}`) ?? [],
    tags: tags.get(id) ?? [],
    notes: notes.get(id) ?? [],
  }));
}

/** Current values by `contact field`. */
async function loadValues(db: Db, property: string, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom("details")
    .select(["visitor_id", "field", "value"])
    .where("property_id", "=", property)
    .where("visitor_id", "in", ids)
    .where("status", "=", "current")
    .orderBy("preferred", "desc")
    .orderBy("id")
    .execute();
  return groupByKey(rows.map(({ visitor_id, field, value }) => [`${visitor_id} ${field}`, value]));
}

async function loadTags(db: Db, property: string, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom("contact_tags")
    .innerJoin("tags", (join) =>
      join
        .onRef("tags.property_id", "=", "contact_tags.property_id")
        .onRef("tags.id", "=", "contact_tags.tag_id"),
    )
    .select(["contact_tags.contact_id", "tags.name"])
    .where("contact_tags.property_id", "=", property)
    .where("contact_tags.contact_id", "in", ids)
    .orderBy("tags.key")
    .execute();
  return groupByKey(rows.map(({ contact_id, name }) => [contact_id, name]));
}

async function loadNotes(db: Db, property: string, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom("contact_notes")
    .select(["contact_id", "text"])
    .where("property_id", "=", property)
    .where("contact_id", "in", ids)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return groupByKey(rows.map(({ contact_id, text }) => [contact_id, text]));
}

function groupByKey(entries: readonly (readonly [key: string, value: string])[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [key, value] of entries) {
    const list = groups.get(key);
    if (list) list.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
