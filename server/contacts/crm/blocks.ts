import { inChunks } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { statement } from "../../platform/database/statement.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { findHolders } from "../identity/contact-store.ts";
import { normalizeEmail } from "../identity/normalize-email.ts";

const insertBlocks = insertStatement("blocked_visitors", (conflict) => conflict.doNothing());

/** The visitors among these that are blocked by their own ID, not by their contact. */
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

/** The visitors among these that are blocked, by their own ID or by their contact. */
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

/** Whether a blocked contact has an e-mail. Whoever writes under it is refused, whatever they write from. */
export async function isEmailBlocked(db: Db, property: string, email: string): Promise<boolean> {
  const key = normalizeEmail(email);
  if (key === null) return false;
  const holders = await findHolders(db, property, "email", [key]);
  const ids = holders.map(({ id }) => id);
  return (await findBlocked(db, property, ids)).size > 0;
}

/**
 * Checks that a visitor is registered and not blocked.
 *
 * @throws ApiError `token_invalid` if the visitor was deleted, so that the widget registers again; `visitor_blocked`
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

/** Blocks a visitor; if it is a contact, all its devices too. Blocking twice changes nothing. */
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
 * Blocks the devices of blocked contacts by their own IDs. The block of a contact covers its devices only while they are
 * attached to it; without this, a merge would unblock them.
 *
 * @param records the contacts that a merge absorbs
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
