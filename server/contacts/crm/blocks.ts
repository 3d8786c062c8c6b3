import { inChunks, isOneOf } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { statement } from "../../platform/database/statement.ts";
import { revokeVisitorTokens } from "../../visitors/authorize-visitor.ts";
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

/** The visitor that an agent blocks. */
export interface BlockCommand {
  readonly property: string;
  readonly visitor: string;
  readonly agent: string;
  readonly now: number;
  readonly newId: () => string;
}

/**
 * Blocks a visitor; if it is a contact, all its devices too. Their tokens are revoked (R3), which ends their live
 * connections. Blocking twice changes nothing else.
 */
export async function blockVisitor(
  tx: Tx,
  { property, visitor, agent, now, newId }: BlockCommand,
): Promise<void> {
  await tx
    .insertInto("blocked_visitors")
    .values({ property_id: property, visitor_id: visitor, agent_id: agent, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const browsers = await tx
    .selectFrom("visitors")
    .select("id")
    .where("property_id", "=", property)
    .where((eb) => eb.or([eb("id", "=", visitor), eb("attached_to", "=", visitor)]))
    .where("proof_hash", "is not", null)
    .execute();
  for (const { id } of browsers)
    await revokeVisitorTokens(tx, { property, visitor: id }, { registration: newId(), now });
}

/** The blocked visitors of some properties, and the devices of blocked contacts, as `PROPERTY VISITOR`. */
export async function listBlocked(db: Db, properties: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom("blocked_visitors")
    .select(["property_id", "visitor_id"])
    .where(isOneOf(db, "property_id", properties))
    .union(
      db
        .selectFrom("blocked_visitors as blocks")
        .innerJoin("visitors", (join) =>
          join
            .onRef("visitors.property_id", "=", "blocks.property_id")
            .onRef("visitors.attached_to", "=", "blocks.visitor_id"),
        )
        .select(["visitors.property_id", "visitors.id as visitor_id"])
        .where(isOneOf(db, "blocks.property_id", properties)),
    )
    .execute();
  return new Set(rows.map((row) => `${row.property_id} ${row.visitor_id}`));
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
