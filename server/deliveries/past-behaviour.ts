import type { Db } from "../platform/database/open.ts";
import type { Entry } from "./read-delivery.ts";

/** The facts about a visitor beyond the counts of the last minutes. They are read only for somebody whom a limit would stop. */
interface PastBehaviour {
  /** An agent has written to the visitor. Neither the age of an ID nor the number of its visits counts: both can be made ahead. */
  readonly isKnown: boolean;
  /** The deliveries that were received before: repeating them costs nothing. */
  readonly delivered: ReadonlySet<string>;
}

export async function findPastBehaviour(
  db: Db,
  of: { readonly property: string; readonly visitor: string; readonly entries: readonly Entry[] },
): Promise<PastBehaviour> {
  const { property, visitor, entries } = of;
  const ids = entries.flatMap((entry) => ("id" in entry ? [entry.id] : []));
  const delivered = ids.length
    ? await db
        .selectFrom("deliveries")
        .select("id")
        .where("property_id", "=", property)
        .where("visitor_id", "=", visitor)
        .where("id", "in", ids)
        .execute()
    : [];
  const written = await db
    .selectFrom("conversations")
    .innerJoin("messages", (join) =>
      join
        .onRef("messages.property_id", "=", "conversations.property_id")
        .onRef("messages.conversation_id", "=", "conversations.id"),
    )
    .select("conversations.id")
    .where("conversations.property_id", "=", property)
    .where("conversations.visitor_id", "=", visitor)
    .where("messages.kind", "=", "message")
    .where("messages.author", "=", "agent")
    .limit(1)
    .executeTakeFirst();
  return { isKnown: !!written, delivered: new Set(delivered.map(({ id }) => id)) };
}
