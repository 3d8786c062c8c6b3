import type { Db, Tx } from "../platform/database/open.ts";
import { statement } from "../platform/database/statement.ts";

/** Which of these visitors are blocked by their own ID. */
export async function blockedAmong(db: Db, property: string, visitors: readonly string[]): Promise<string[]> {
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
  const rows = await blocked(db, { property, visitors: [...new Set(visitors)] });
  return new Set(rows.map(({ id }) => id));
}

const blocked = statement((db, { property, visitors }: { property: string; visitors: readonly string[] }) =>
  db
    .selectFrom("visitors")
    .innerJoin("blocked_visitors", (join) =>
      join
        .onRef("blocked_visitors.property_id", "=", "visitors.property_id")
        .on((is) =>
          is.or([
            is("blocked_visitors.visitor_id", "=", is.ref("visitors.id")),
            is("blocked_visitors.visitor_id", "=", is.ref("visitors.attached_to")),
          ]),
        ),
    )
    .select("visitors.id")
    .where("visitors.property_id", "=", property)
    .where("visitors.id", "in", visitors),
);

/** Takes nothing from a visitor any more; of a contact, from none of its devices. Done twice it is done once. */
export async function block(
  tx: Tx,
  { property, visitor, agent, now }: { property: string; visitor: string; agent: string; now: number },
): Promise<void> {
  await tx
    .insertInto("blocked_visitors")
    .values({ property_id: property, visitor_id: visitor, agent_id: agent, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function unblock(tx: Tx, property: string, visitor: string): Promise<void> {
  await tx
    .deleteFrom("blocked_visitors")
    .where("property_id", "=", property)
    .where("visitor_id", "=", visitor)
    .execute();
}
