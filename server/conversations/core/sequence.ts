import type { Db, Tx } from "../../platform/database/open.ts";
import { statement } from "../../platform/database/statement.ts";

/** The highest that an entry's place can be in both engines. */
export const MAX_SEQUENCE = 2 ** 31 - 1;

/**
 * Takes the next places in a property's order of changes. Writers take turns, so who commits first has the lower ones.
 *
 * @returns the first of `count` places in a row
 */
export async function allocateSequence(tx: Tx, property: string, count: number): Promise<number> {
  const [row] = await incrementSequence(tx, { property, count });
  if (!row) throw new Error(`Property ${property} has no order of changes`);
  return row.last_sequence - count + 1;
}

const incrementSequence = statement((db, { property, count }: { property: string; count: number }) =>
  db
    .updateTable("sequences")
    .set((eb) => ({ last_sequence: eb("last_sequence", "+", count) }))
    .where("property_id", "=", property)
    .returning("last_sequence"),
);

/** The last place that was given. */
export async function lastSequence(db: Db, property: string): Promise<number> {
  const row = await db
    .selectFrom("sequences")
    .select("last_sequence")
    .where("property_id", "=", property)
    .executeTakeFirst();
  return row?.last_sequence ?? 0;
}
