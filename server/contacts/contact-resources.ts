import type { ApiContact } from "../../shared/api/contact.ts";
import type { AttributeType } from "../../shared/rules/attribute.ts";
import { isOneOf } from "../platform/database/chunks.ts";
import type { Db } from "../platform/database/open.ts";
import { sortByName } from "../platform/sort-key.ts";
import { listAttributes } from "./crm/attributes.ts";
import { findBlocked } from "./crm/blocks.ts";
import { loadPeople } from "./identity/contact-store.ts";
import { currentValues } from "./identity/current-values.ts";
import { byDisplayOrder } from "./identity/field-rules.ts";
import type { Person } from "./identity/person.ts";
import { showEmail } from "./identity/show-email.ts";

/**
 * Reads many contacts or visitors as programs see them, over the API and in webhooks, in a few statements, by their IDs. Unknown IDs
 * are left out.
 */
export async function readContactResources(
  db: Db,
  property: string,
  ids: readonly string[],
): Promise<Map<string, ApiContact>> {
  if (!ids.length) return new Map();
  const people = await loadPeople(db, property, ids);
  const aliases = await readAliases(db, property, ids);
  const tags = await readTags(db, property, ids);
  const blocked = await findBlocked(db, property, ids);
  const types = new Map((await listAttributes(db, property)).map(({ key, type }) => [key, type]));
  return new Map(
    [...people].map(([id, { row, person }]) => [
      id,
      {
        id,
        aliases: aliases.get(id) ?? [],
        ...toValuesByField(person, types),
        tags: tags.get(id) ?? [],
        source: row.source,
        contactSince: row.contact_since,
        firstSeenAt: row.first_seen_at,
        lastSeenAt: row.last_seen_at,
        isBlocked: blocked.has(id),
      },
    ]),
  );
}

async function readAliases(db: Db, property: string, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom("aliases")
    .select(["contact_id", "id as value"])
    .where("property_id", "=", property)
    .where(isOneOf(db, "contact_id", ids))
    .orderBy("id")
    .execute();
  return groupByContact(rows);
}

async function readTags(db: Db, property: string, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom("contact_tags")
    .innerJoin("tags", (join) =>
      join
        .onRef("tags.property_id", "=", "contact_tags.property_id")
        .onRef("tags.id", "=", "contact_tags.tag_id"),
    )
    .select(["contact_tags.contact_id", "tags.id", "tags.name"])
    .where("contact_tags.property_id", "=", property)
    .where(isOneOf(db, "contact_tags.contact_id", ids))
    .execute();
  return groupByContact(sortByName(rows).map(({ contact_id, name }) => ({ contact_id, value: name })));
}

function groupByContact(rows: readonly { contact_id: string; value: string }[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { contact_id, value } of rows) {
    const group = groups.get(contact_id);
    if (group) group.push(value);
    else groups.set(contact_id, [value]);
  }
  return groups;
}

/** A person's current values by their fields. Pure. */
function toValuesByField(
  { values }: Person,
  types: ReadonlyMap<string, AttributeType>,
): Pick<ApiContact, "name" | "emails" | "phones" | "userId" | "organizations" | "attributes"> {
  const all = (field: string) =>
    currentValues(values, field)
      .sort(byDisplayOrder)
      .map((one) => one.value);
  const attributes = values.flatMap(({ field, value, status }) => {
    const key = field.startsWith("custom:") ? field.slice("custom:".length) : null;
    return key !== null && status === "current" ? [[key, toTyped(value, types.get(key))] as const] : [];
  });
  return {
    name: all("name")[0] ?? null,
    emails: all("email").map(showEmail),
    phones: all("phone"),
    userId: all("user_id")[0] ?? null,
    organizations: all("organization"),
    attributes: Object.fromEntries(attributes),
  };
}

/** A stored value in its attribute's type. One from before the definition was changed stays a text. */
function toTyped(value: string, type: AttributeType | undefined): string | number | boolean {
  if (type === "number") return Number.isFinite(Number(value)) ? Number(value) : value;
  if (type === "yes_no" && (value === "yes" || value === "no")) return value === "yes";
  return value;
}
