import type { Db, Tx } from "../../platform/database/open.ts";
import { statement } from "../../platform/database/statement.ts";

/** The highest that an entry's place can be in both engines. */
export const MAX_PLACE = 2 ** 31 - 1;

/**
 * Takes the next places in a property's order of changes. Writers take turns, so who commits first has the lower ones.
 *
 * @returns the first of `count` places in a row
 */
export async function takePlaces(tx: Tx, property: string, count: number): Promise<number> {
  const [row] = await advance(tx, { property, count });
  if (!row) throw new Error(`Property ${property} has no order of changes`);
  return row.last_place - count + 1;
}

const advance = statement((db, { property, count }: { property: string; count: number }) =>
  db
    .updateTable("places")
    .set((is) => ({ last_place: is("last_place", "+", count) }))
    .where("property_id", "=", property)
    .returning("last_place"),
);

/** The last place that was given. */
export async function lastPlace(db: Db, property: string): Promise<number> {
  const row = await db
    .selectFrom("places")
    .select("last_place")
    .where("property_id", "=", property)
    .executeTakeFirst();
  return row?.last_place ?? 0;
}
