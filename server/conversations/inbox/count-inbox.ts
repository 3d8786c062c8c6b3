import { type InboxCounts, MAX_COUNT } from "../../../shared/conversation.ts";
import type { Db } from "../../platform/database/open.ts";

interface CountScope {
  readonly property: string;
  /** The agent who asks: `mine` counts their conversations. */
  readonly agent: string;
  /** Tickets that were due up to this time are overdue, ms since 1970. */
  readonly now: number;
}

const OPEN_AND_WAITING = ["open", "waiting"] as const;

/** Counts the conversations of each view, up to `MAX_COUNT`. Each statement reads one range of one index. */
export async function countInbox(db: Db, { property, agent, now }: CountScope): Promise<InboxCounts> {
  const some = () => selectOf(db, property).where("suspicious", "=", 0);
  const [suspicious, unanswered, mine, unassigned, overdue, open, unread, waiting] = await Promise.all([
    countOf(selectOf(db, property).where("suspicious", "=", 1)),
    countOf(some().where("unanswered_since", "is not", null)),
    countOf(some().where("assignee_id", "=", agent).where("status", "in", OPEN_AND_WAITING)),
    countOf(some().where("assignee_id", "is", null).where("status", "in", OPEN_AND_WAITING)),
    countOf(some().where("due_at", "<=", now)),
    countOf(some().where("status", "=", "open")),
    countOf(some().where("status", "=", "open").where("unread", "=", 1)),
    countOf(some().where("status", "=", "waiting")),
  ]);
  const all = Math.min(open + waiting, MAX_COUNT);
  return { unanswered, mine, unassigned, overdue, all, open, waiting, unread, suspicious };

  /** The limit ends the reading of the index: nobody needs to know how many more than that there are. */
  async function countOf(rows: ReturnType<typeof selectOf>): Promise<number> {
    const { count } = await db
      .selectFrom(rows.select("id").limit(MAX_COUNT).as("some"))
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    return count;
  }
}

const selectOf = (db: Db, property: string) =>
  db.selectFrom("conversations").where("property_id", "=", property);

const selectOpen = (db: Db, property: string) =>
  selectOf(db, property).where("suspicious", "=", 0).where("status", "=", "open");

async function countOpen(db: Db, property: string): Promise<{ open: number; unread: number }> {
  return selectOpen(db, property)
    .select((eb) => [
      eb.fn.countAll<number>().as("open"),
      eb.fn.countAll<number>().filterWhere("unread", "=", 1).as("unread"),
    ])
    .executeTakeFirstOrThrow();
}

/** Reads the state of several inboxes, by property, for the dashboard's badge. */
export async function readInboxStates(
  db: Db,
  properties: readonly string[],
): Promise<Map<string, { open: number; unread: number; latestAt: number | null }>> {
  const states = properties.map(async (property) => {
    const { open, unread } = await countOpen(db, property);
    const latest = await selectOpen(db, property)
      .select("last_message_at")
      .orderBy("last_message_at", "desc")
      .limit(1)
      .executeTakeFirst();
    return [property, { open, unread, latestAt: latest?.last_message_at ?? null }] as const;
  });
  return new Map(await Promise.all(states));
}
