import type { Db } from "../platform/database/open.ts";

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
