import type { ApiContact } from "../../../shared/api/contact.ts";
import type { AttributeType } from "../../../shared/rules/attribute.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import { findBlocked } from "../../contacts/crm/blocks.ts";
import { listTagsOfContact } from "../../contacts/crm/tags.ts";
import { resolveAlias } from "../../contacts/identity/aliases.ts";
import { findVisitor, loadPeople } from "../../contacts/identity/contact-store.ts";
import { currentValues } from "../../contacts/identity/current-values.ts";
import { byDisplayOrder } from "../../contacts/identity/field-rules.ts";
import type { Person } from "../../contacts/identity/person.ts";
import { showEmail } from "../../contacts/identity/show-email.ts";
import type { Db } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";

/**
 * The ID of the contact that an ID names: of a merged one the survivor (R4), of a browser the contact whose device it is.
 *
 * @throws ApiError `not_found`
 */
export async function resolveContact(db: Db, property: string, asked: string): Promise<string> {
  const row = await findVisitor(db, property, await resolveAlias(db, property, asked));
  if (!row) throw new ApiError("not_found");
  return row.attached_to ?? row.id;
}

/** Reads a contact by any of its IDs. @throws ApiError `not_found` */
export async function readApiContact(db: Db, property: string, asked: string): Promise<ApiContact> {
  const id = await resolveContact(db, property, asked);
  const loaded = (await loadPeople(db, property, [id])).get(id);
  if (!loaded) throw new ApiError("not_found");
  const { row, person } = loaded;
  const aliases = await db
    .selectFrom("aliases")
    .select("id")
    .where("property_id", "=", property)
    .where("contact_id", "=", id)
    .orderBy("id")
    .execute();
  const types = new Map((await listAttributes(db, property)).map(({ key, type }) => [key, type]));
  return {
    id,
    aliases: aliases.map((one) => one.id),
    ...toValuesByField(person, types),
    tags: (await listTagsOfContact(db, property, id)).map(({ name }) => name),
    source: row.source,
    contactSince: row.contact_since,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    isBlocked: (await findBlocked(db, property, [id])).has(id),
  };
}

/** A person's current values as the API shows them. */
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
