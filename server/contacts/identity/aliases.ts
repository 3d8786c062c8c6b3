import { inChunks } from "../../platform/database/chunks.ts";
import type { Db } from "../../platform/database/open.ts";

/**
 * Whose records IDs stand for now (R4): of one that was merged, the survivor's; of any other, itself.
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
  const now = new Map(rows.map((row) => [row.id, row.contact_id]));
  return ids.map((id) => now.get(id) ?? id);
}

/** As `resolveAliases`, for one. */
export async function resolveAlias(db: Db, property: string, id: string): Promise<string> {
  const [now = id] = await resolveAliases(db, property, [id]);
  return now;
}
