import { inChunks } from "../../platform/database/chunks.ts";
import type { Db } from "../../platform/database/open.ts";

/**
 * Resolves visitor IDs of merged records to the surviving record (R4). Any other ID resolves to itself.
 *
 * @returns in the order of the IDs
 */
export async function resolveAliases(db: Db, property: string, ids: readonly string[]): Promise<string[]> {
  const rows = await inChunks(ids, (some) =>
    db
      .selectFrom("aliases")
      .select(["id", "contact_id"])
      .where("property_id", "=", property)
      .where("id", "in", some)
      .execute(),
  );
  const survivors = new Map(rows.map((row) => [row.id, row.contact_id]));
  return ids.map((id) => survivors.get(id) ?? id);
}

/** Resolves one ID as `resolveAliases` does. */
export async function resolveAlias(db: Db, property: string, id: string): Promise<string> {
  const [resolved = id] = await resolveAliases(db, property, [id]);
  return resolved;
}
