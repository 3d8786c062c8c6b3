import type { Db, Tx } from "../../platform/database/open.ts";
import { statement } from "../../platform/database/statement.ts";

/** The highest sequence number that both engines can store. */
export const MAX_SEQUENCE = 2 ** 31 - 1;

/**
 * Allocates sequence numbers of a property. The row stays locked until the commit, so the numbers of an earlier commit are
 * always lower.
 *
 * @returns the first of `count` consecutive numbers
 */
export async function allocateSequence(tx: Tx, property: string, count: number): Promise<number> {
  const [row] = await incrementSequence(tx, { property, count });
  if (!row) throw new Error(`Property ${property} has no sequence`);
  return row.last_sequence - count + 1;
}

const incrementSequence = statement((db, { property, count }: { property: string; count: number }) =>
  db
    .updateTable("sequences")
    .set((eb) => ({ last_sequence: eb("last_sequence", "+", count) }))
    .where("property_id", "=", property)
    .returning("last_sequence"),
);

/** Reads the last sequence number that was allocated; 0 if there is none. */
export async function lastSequence(db: Db, property: string): Promise<number> {
  const row = await db
    .selectFrom("sequences")
    .select("last_sequence")
    .where("property_id", "=", property)
    .executeTakeFirst();
  return row?.last_sequence ?? 0;
}
