import type { Db, Tx } from "../platform/database/open.ts";

/** The highest that an entry's place can be in both engines. */
export const MAX_PLACE = 2 ** 31 - 1;

/**
 * Takes the next places in a property's order of changes. Writers take turns, so who commits first has the lower ones.
 *
 * @returns the first of `count` places in a row
 */
export async function takePlaces(tx: Tx, property: string, count: number): Promise<number> {
  const { last_place } = await tx
    .updateTable("places")
    .set((is) => ({ last_place: is("last_place", "+", count) }))
    .where("property_id", "=", property)
    .returning("last_place")
    .executeTakeFirstOrThrow();
  return last_place - count + 1;
}

/** The last place that was given. */
export async function lastPlace(db: Db, property: string): Promise<number> {
  const row = await db
    .selectFrom("places")
    .select("last_place")
    .where("property_id", "=", property)
    .executeTakeFirst();
  return row?.last_place ?? 0;
}
