import type { Named } from "../../shared/contact.ts";
import { inChunks, insertMany } from "../platform/database/chunks.ts";
import type { Db, Tx } from "../platform/database/open.ts";

/**
 * Makes the organizations that contacts were said to belong to, where the property has none of that name yet.
 *
 * @param named by what their names are compared by
 */
export async function nameOrganizations(
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
  await insertMany(tx, "organizations", rows, (some) => tx.insertInto("organizations").values(some));
}

/** The organizations that a contact belongs to, in the order of its details. */
export function organizationsOf(db: Db, property: string, contact: string): Promise<Named[]> {
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
