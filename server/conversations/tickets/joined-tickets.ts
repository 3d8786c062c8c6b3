import { sql } from "kysely";
import type { Db } from "../../platform/database/open.ts";

/**
 * Lists the conversations whose entries one shows: itself, and the tickets that were joined into it, and into those. The
 * property has one sequence, so their entries together are one stream in the order of time.
 */
export async function listWithJoined(db: Db, property: string, id: string): Promise<string[]> {
  // `union` ends a circle
  const { rows } = await sql<{ id: string }>`
    with recursive joined (id) as (
      select id from conversations where property_id = ${property} and id = ${id}
      union
      select conversations.id from joined
        join conversations on conversations.property_id = ${property} and conversations.joined_into = joined.id
    )
    select id from joined`.execute(db);
  return rows.map((row) => row.id);
}
