import type { Deps } from "../../deps.ts";
import type { Db } from "../../platform/database/open.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { updateConversations } from "../core/update-conversations.ts";

const DAY = 86_400_000;
/** How many tickets one transaction closes. */
const CHUNK_SIZE = 200;

/** Closes the tickets that have been solved for as long as the property's settings say (R30). */
export async function closeSolvedTickets(
  deps: Pick<Deps, "database" | "now" | "random">,
  property: Pick<KnownProperty, "id" | "settings">,
): Promise<void> {
  const until = deps.now() - property.settings.closeAfterDays * DAY;
  const closeSome = () =>
    deps.database.write(async (tx) => {
      const ids = await listSolved(tx, property.id, until);
      if (!ids.length) return false;
      await updateConversations(tx, deps, property, ids, (batch) => {
        for (const id of ids) {
          const solvedAt = batch.find(id)?.solved_at ?? null;
          if (solvedAt !== null && solvedAt <= until)
            batch.apply(id, { kind: "set_status", to: "closed" }, { agent: null, system: true });
        }
      });
      return true;
    });
  while (await closeSome());
}

async function listSolved(db: Db, property: string, until: number): Promise<string[]> {
  const rows = await db
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property)
    .where("solved_at", "<=", until)
    .orderBy("solved_at")
    .limit(CHUNK_SIZE)
    .execute();
  return rows.map(({ id }) => id);
}
