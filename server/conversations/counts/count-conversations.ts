import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Tx } from "../../platform/database/open.ts";
import { statement } from "../../platform/database/statement.ts";
import type { ConversationFacts } from "./conversation-facts.ts";
import { addFacts, type DayCounts, dayOf, noCounts, readCounts } from "./day-counts.ts";

/** The facts of a conversation that are counted, and those that are to be; null: it is new. */
export interface FactsChange {
  readonly before: ConversationFacts | null;
  readonly after: ConversationFacts;
}

const findDays = statement((db, { property, days }: { property: string; days: readonly number[] }) =>
  db
    .selectFrom("conversation_days")
    .select(["day", "counts"])
    .where("property_id", "=", property)
    .where("day", "in", days),
);

const writeDays = insertStatement("conversation_days", (conflict) =>
  conflict.columns(["property_id", "day"]).doUpdateSet((eb) => ({ counts: eb.ref("excluded.counts") })),
);

/** Changes the counts of the days on which conversations began. Writers take turns, so that no other changes them meanwhile. */
export async function countConversations(
  tx: Tx,
  property: string,
  changes: readonly FactsChange[],
): Promise<void> {
  const days = [...new Set(changes.flatMap(({ before, after }) => [before ?? after, after]).map(dayOf))];
  if (!days.length) return;
  const rows = await findDays(tx, { property, days });
  const counts = new Map<number, DayCounts>(rows.map((row) => [row.day, readCounts(row.counts)]));
  const change = (facts: ConversationFacts, by: 1 | -1) => {
    const day = dayOf(facts);
    const known = counts.get(day) ?? noCounts();
    counts.set(day, known);
    addFacts(known, facts, by);
  };
  for (const { before, after } of changes) {
    if (before) change(before, -1);
    change(after, 1);
  }
  await writeDays(
    tx,
    [...counts].map(([day, one]) => ({ property_id: property, day, counts: JSON.stringify(one) })),
  );
}
