import { sql } from "kysely";
import type { Named } from "../../../shared/contact.ts";
import type { Organization, OrganizationSuggestion } from "../../../shared/crm.ts";
import { emailKey } from "../../../shared/rules/email.ts";
import { inChunks } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { beginsWith } from "../../platform/search/term-lists.ts";
import { sortKey } from "../../platform/sort-key.ts";
import { normalizeName } from "../identity/field-rules.ts";
import { isCurrentOrganization } from "../identity/indexed-details.ts";
import { showDomain } from "../identity/show-email.ts";
import { queueForIndex } from "../search/indexer.ts";
import { domainLabel, isPublicMailProvider } from "./mail-providers.ts";

const insertOrganizations = insertStatement("organizations");

/**
 * Creates the organizations that do not exist yet.
 *
 * @param named by their normalized names
 */
export async function createMissingOrganizations(
  tx: Tx,
  property: string,
  named: ReadonlyMap<string, { readonly name: string; readonly now: number }>,
  newId: () => string,
): Promise<void> {
  const known = await inChunks([...named.keys()], (some) =>
    tx
      .selectFrom("organizations")
      .select("key")
      .where("property_id", "=", property)
      .where("key", "in", some)
      .execute(),
  );
  const existing = new Set(known.map(({ key }) => key));
  const rows = [...named]
    .filter(([key]) => !existing.has(key))
    .map(([key, { name, now }]) => ({
      property_id: property,
      id: newId(),
      name,
      key,
      sort_name: sortKey(name),
      domain: null,
      created_at: now,
    }));
  await insertOrganizations(tx, rows);
}

/** A contact's organizations, in the order of its details. */
export function listOrganizationsOfContact(db: Db, property: string, contact: string): Promise<Named[]> {
  return db
    .selectFrom("details")
    .innerJoin("organizations", (join) =>
      join
        .onRef("organizations.property_id", "=", "details.property_id")
        .onRef("organizations.key", "=", "details.compare_key"),
    )
    .select(["organizations.id", "organizations.name"])
    .where("details.property_id", "=", property)
    .where("details.visitor_id", "=", contact)
    .where("details.field", "=", "organization")
    .where("details.status", "=", "current")
    .orderBy("details.preferred", "desc")
    .orderBy("details.id")
    .execute();
}

const PAGE_SIZE = 50;

/** Organizations with their number of contacts. */
function selectOrganizations(db: Db, property: string) {
  return db
    .selectFrom("organizations")
    .select((eb) => [
      "organizations.id",
      "organizations.name",
      "organizations.key",
      "organizations.sort_name",
      "organizations.domain",
      "organizations.created_at",
      eb
        .selectFrom("details")
        .select((some) => some.fn.countAll<number>().as("count"))
        .whereRef("details.property_id", "=", "organizations.property_id")
        .whereRef("details.compare_key", "=", "organizations.key")
        .where(isCurrentOrganization)
        .$asScalar()
        .$notNull()
        .as("people"),
    ])
    .where("organizations.property_id", "=", property);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectOrganizations>["execute"]>>[number];
const toOrganization = ({ id, name, domain, created_at, people }: Row): Organization => ({
  id,
  name,
  domain: domain && showDomain(domain),
  createdAt: created_at,
  people,
});

/**
 * A page of organizations, sorted by name.
 *
 * @param q the beginning of the name
 * @param after the ID of the previous page's last organization; null: the first page
 */
export async function listOrganizations(
  db: Db,
  property: string,
  { q, after }: { q: string; after: string | null },
): Promise<{ items: Organization[]; next: string | null }> {
  const key = normalizeName(q);
  const last = after === null ? null : await findRow(db, property, after);
  const rows = await selectOrganizations(db, property)
    .$if(key !== "", (some) => some.where(beginsWith("key", key)))
    .$if(last !== null, (some) =>
      some.where(sql<boolean>`(sort_name, id) > (${last?.sort_name ?? ""}, ${last?.id ?? ""})`),
    )
    .orderBy("sort_name")
    .orderBy("id")
    .limit(PAGE_SIZE + 1)
    .execute();
  const items = rows.slice(0, PAGE_SIZE).map(toOrganization);
  return { items, next: rows.length > PAGE_SIZE ? (items.at(-1)?.id ?? null) : null };
}

async function findRow(db: Db, property: string, id: string): Promise<Row> {
  const row = await selectOrganizations(db, property).where("id", "=", id).executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  return row;
}

/** @throws ApiError `not_found` */
export async function readOrganization(db: Db, property: string, id: string): Promise<Organization> {
  return toOrganization(await findRow(db, property, id));
}

/** The normalized name of an organization. @throws ApiError `not_found` */
export async function readOrganizationKey(db: Db, property: string, id: string): Promise<string> {
  return (await findRow(db, property, id)).key;
}

async function assertNameIsFree(tx: Tx, property: string, key: string, id: string): Promise<void> {
  const other = await tx
    .selectFrom("organizations")
    .select("id")
    .where("property_id", "=", property)
    .where("key", "=", key)
    .executeTakeFirst();
  if (other && other.id !== id) throw new ApiError("name_taken");
}

/** @throws ApiError `name_taken` */
export async function createOrganization(
  tx: Tx,
  property: string,
  { id, name, domain, now }: { id: string; name: string; domain: string | null; now: number },
): Promise<void> {
  const key = normalizeName(name);
  await assertNameIsFree(tx, property, key, id);
  await tx
    .insertInto("organizations")
    .values({ property_id: property, id, name, key, sort_name: sortKey(name), domain, created_at: now })
    .execute();
}

/**
 * Changes an organization. A new name is written to its contacts' details too.
 *
 * @returns the contacts whose details were changed
 * @throws ApiError `not_found`, `name_taken`
 */
export async function updateOrganization(
  tx: Tx,
  property: string,
  id: string,
  { name, domain }: { name?: string | undefined; domain?: string | null | undefined },
): Promise<string[]> {
  const before = await findRow(tx, property, id);
  const key = name === undefined ? before.key : normalizeName(name);
  await assertNameIsFree(tx, property, key, id);
  const newName = name ?? before.name;
  await tx
    .updateTable("organizations")
    .set({ name: newName, key, sort_name: sortKey(newName), ...(domain !== undefined && { domain }) })
    .where("property_id", "=", property)
    .where("id", "=", id)
    .execute();
  if (name === undefined || name === before.name) return [];
  return updateMemberDetails(tx, property, before.key, { value: name, compare_key: key });
}

/**
 * Deletes an organization. Its contacts keep it in their history.
 *
 * @returns the contacts whose details were changed
 * @throws ApiError `not_found`
 */
export async function removeOrganization(tx: Tx, property: string, id: string): Promise<string[]> {
  const { key } = await findRow(tx, property, id);
  await tx.deleteFrom("organizations").where("property_id", "=", property).where("id", "=", id).execute();
  return updateMemberDetails(tx, property, key, { status: "past" });
}

async function updateMemberDetails(
  tx: Tx,
  property: string,
  key: string,
  change: { value: string; compare_key: string } | { status: "past" },
): Promise<string[]> {
  const people = await tx
    .selectFrom("details")
    .select(["visitor_id", "id"])
    .where("property_id", "=", property)
    .where("compare_key", "=", key)
    .where(isCurrentOrganization)
    .execute();
  await inChunks(people, async (some) => {
    await tx
      .updateTable("details")
      .set(change)
      .where("property_id", "=", property)
      .where("visitor_id", "in", [...new Set(some.map((one) => one.visitor_id))])
      .where(
        "id",
        "in",
        some.map((one) => one.id),
      )
      .execute();
    return [];
  });
  const ids = [...new Set(people.map((one) => one.visitor_id))];
  await queueForIndex(tx, property, ids);
  return ids;
}

/**
 * Suggests an organization for a contact without one, by the domain of its e-mails. Public mail providers are ignored.
 */
export async function suggestOrganization(
  db: Db,
  property: string,
  contact: string,
): Promise<OrganizationSuggestion["suggestion"]> {
  if ((await listOrganizationsOfContact(db, property, contact)).length) return null;
  const emails = await db
    .selectFrom("details")
    .select("value")
    .where("property_id", "=", property)
    .where("visitor_id", "=", contact)
    .where("field", "=", "email")
    .where("status", "=", "current")
    .orderBy("preferred", "desc")
    .orderBy("id")
    .execute();
  const [domain] = emails
    .flatMap(({ value }) => emailKey(value)?.split("@").at(-1) ?? [])
    .filter((one) => !isPublicMailProvider(one));
  if (!domain) return null;
  const shownDomain = showDomain(domain);
  const label = domainLabel(shownDomain);
  const key = normalizeName(label);
  const known = await db
    .selectFrom("organizations")
    .select(["id", "name", "domain"])
    .where("property_id", "=", property)
    .where((eb) => eb.or([eb("domain", "=", domain), eb("key", "=", key)]))
    .execute();
  const found = known.find((one) => one.domain === domain) ?? known[0];
  if (found) return { id: found.id, name: found.name, domain: shownDomain };
  return { id: null, name: label.charAt(0).toUpperCase() + label.slice(1), domain: shownDomain };
}
