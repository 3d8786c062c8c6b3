import { inChunks } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { statement } from "../../platform/database/statement.ts";
import { ApiError } from "../../platform/http/api-error.ts";

const insertBlocks = insertStatement("blocked_visitors", (conflict) => conflict.doNothing());

/** Which of these visitors are blocked by their own ID. */
export async function listBlockedIds(
  db: Db,
  property: string,
  visitors: readonly string[],
): Promise<string[]> {
  if (!visitors.length) return [];
  const rows = await db
    .selectFrom("blocked_visitors")
    .select("visitor_id")
    .where("property_id", "=", property)
    .where("visitor_id", "in", visitors)
    .orderBy("visitor_id")
    .execute();
  return rows.map((row) => row.visitor_id);
}

/** Who of these visitors is blocked, by their own ID or with all devices of their contact. */
export async function findBlocked(
  db: Db,
  property: string,
  visitors: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await inChunks([...new Set(visitors)], (some) =>
    selectBlocked(db, { property, visitors: some }),
  );
  return new Set(rows.map(({ id }) => id));
}

const selectBlocked = statement(
  (db, { property, visitors }: { property: string; visitors: readonly string[] }) =>
    db
      .selectFrom("visitors")
      .innerJoin("blocked_visitors", (join) =>
        join
          .onRef("blocked_visitors.property_id", "=", "visitors.property_id")
          .on((eb) =>
            eb.or([
              eb("blocked_visitors.visitor_id", "=", eb.ref("visitors.id")),
              eb("blocked_visitors.visitor_id", "=", eb.ref("visitors.attached_to")),
            ]),
          ),
      )
      .select("visitors.id")
      .where("visitors.property_id", "=", property)
      .where("visitors.id", "in", visitors),
);

/**
 * Lets a visitor send something: they are registered and not blocked.
 *
 * @throws Failure `token_invalid` if they were removed: registering again brings them back; `visitor_blocked`
 */
export async function assertMaySend(db: Db, property: string, visitor: string): Promise<void> {
  const known = await db
    .selectFrom("visitors")
    .select("id")
    .where("property_id", "=", property)
    .where("id", "=", visitor)
    .executeTakeFirst();
  if (!known) throw new ApiError("token_invalid");
  if ((await findBlocked(db, property, [visitor])).has(visitor)) throw new ApiError("visitor_blocked");
}

/** Takes nothing from a visitor any more; of a contact, from none of its devices. Done twice it is done once. */
export async function blockVisitor(
  tx: Tx,
  { property, visitor, agent, now }: { property: string; visitor: string; agent: string; now: number },
): Promise<void> {
  await tx
    .insertInto("blocked_visitors")
    .values({ property_id: property, visitor_id: visitor, agent_id: agent, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * A block of a contact covers its devices; when its record becomes another's, the block of each of them is its own, so
 * that a merge lets nobody in again.
 *
 * @param records those that were taken in
 */
export async function copyBlocksToDevices(
  tx: Tx,
  property: string,
  records: readonly { readonly id: string; readonly devices: readonly { readonly id: string }[] }[],
): Promise<void> {
  const blocks = await tx
    .selectFrom("blocked_visitors")
    .selectAll()
    .where("property_id", "=", property)
    .where(
      "visitor_id",
      "in",
      records.map(({ id }) => id),
    )
    .execute();
  const rows = blocks.flatMap((block) => {
    const devices = records.find(({ id }) => id === block.visitor_id)?.devices ?? [];
    return devices.map(({ id }) => ({ ...block, visitor_id: id }));
  });
  await insertBlocks(tx, rows);
}

export async function unblockVisitor(tx: Tx, property: string, visitor: string): Promise<void> {
  await tx
    .deleteFrom("blocked_visitors")
    .where("property_id", "=", property)
    .where("visitor_id", "=", visitor)
    .execute();
}
