import type { Named } from "../../../shared/contact.ts";
import type { Organization, OrganizationSuggestion } from "../../../shared/crm.ts";
import { emailKey } from "../../../shared/rules/email.ts";
import { inChunks } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { normalizeName } from "../identity/field-rules.ts";
import { isCurrentOrganization } from "../identity/indexed-details.ts";
import { queueForIndex } from "../search/indexer.ts";
import { domainLabel, isPublicMailProvider } from "./mail-providers.ts";

const insertOrganizations = insertStatement("organizations");

/**
 * Makes the organizations that contacts were said to belong to, where the property has none of that name yet.
 *
 * @param named by what their names are compared by
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
  const there = new Set(known.map(({ key }) => key));
  const rows = [...named]
    .filter(([key]) => !there.has(key))
    .map(([key, { name, now }]) => ({
      property_id: property,
      id: newId(),
      name,
      key,
      domain: null,
      created_at: now,
    }));
  await insertOrganizations(tx, rows);
}

/** The organizations that a contact belongs to, in the order of its details. */
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

/** Organizations by name, each with how many contacts belong to it. */
function selectOrganizations(db: Db, property: string) {
  return db
    .selectFrom("organizations")
    .select((eb) => [
      "organizations.id",
      "organizations.name",
      "organizations.key",
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
  domain,
  createdAt: created_at,
  people,
});

/** What no text sorts after. */
const LAST_CHARACTER = "\u{10ffff}";

/**
 * A page of organizations by name.
 *
 * @param q what the name begins with
 * @param after the ID of the last of the page before; null: the first page
 */
export async function listOrganizations(
  db: Db,
  property: string,
  { q, after }: { q: string; after: string | null },
): Promise<{ items: Organization[]; next: string | null }> {
  const key = normalizeName(q);
  const last = after === null ? null : await findRow(db, property, after);
  const rows = await selectOrganizations(db, property)
    .$if(key !== "", (some) => some.where("key", ">=", key).where("key", "<", key + LAST_CHARACTER))
    .$if(last !== null, (some) => some.where("key", ">", last?.key ?? ""))
    .orderBy("key")
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

/** @throws Failure `not_found` */
export async function readOrganization(db: Db, property: string, id: string): Promise<Organization> {
  return toOrganization(await findRow(db, property, id));
}

/** What an organization is compared by. @throws Failure `not_found` */
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

/** @throws Failure `name_taken` */
export async function createOrganization(
  tx: Tx,
  property: string,
  { id, name, domain, now }: { id: string; name: string; domain: string | null; now: number },
): Promise<void> {
  const key = normalizeName(name);
  await assertNameIsFree(tx, property, key, id);
  await tx
    .insertInto("organizations")
    .values({ property_id: property, id, name, key, domain, created_at: now })
    .execute();
}

/**
 * Changes an organization; a new name is its people's too.
 *
 * @returns whose details have changed
 * @throws Failure `not_found`, `name_taken`
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
  await tx
    .updateTable("organizations")
    .set({ name: name ?? before.name, key, ...(domain !== undefined && { domain }) })
    .where("property_id", "=", property)
    .where("id", "=", id)
    .execute();
  if (name === undefined || name === before.name) return [];
  return updateMemberDetails(tx, property, before.key, { value: name, compare_key: key });
}

/**
 * Takes an organization away; that its people belonged to it stays in their history.
 *
 * @returns whose details have changed
 * @throws Failure `not_found`
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

/** Where a contact without an organization seems to belong, by the domains of its e-mails; public providers say nothing. */
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
  const bare = domainLabel(domain);
  const key = normalizeName(bare);
  const known = await db
    .selectFrom("organizations")
    .select(["id", "name", "domain"])
    .where("property_id", "=", property)
    .where((eb) => eb.or([eb("domain", "=", domain), eb("key", "=", key)]))
    .execute();
  const found = known.find((one) => one.domain === domain) ?? known[0];
  if (found) return { id: found.id, name: found.name, domain };
  return { id: null, name: bare.charAt(0).toUpperCase() + bare.slice(1), domain };
}
