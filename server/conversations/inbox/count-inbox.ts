import { type InboxCounts, MAX_COUNT } from "../../../shared/conversation.ts";
import type { Db } from "../../platform/database/open.ts";
import { statement } from "../../platform/database/statement.ts";

type CountScope = {
  readonly property: string;
  /** The agent who asks: `mine` counts their conversations. */
  readonly agent: string;
  /** Tickets that were due up to this time are overdue, ms since 1970. */
  readonly now: number;
};

const OPEN_AND_WAITING = ["open", "waiting"] as const;

/**
 * Counts the conversations of each view, up to `MAX_COUNT`, in one statement. Each count reads one range of one index,
 * and its limit ends the reading: nobody needs to know how many more than that there are.
 */
export async function countInbox(db: Db, { property, agent, now }: CountScope): Promise<InboxCounts> {
  const [counts] = await countViews(db, { property, agent, now });
  if (!counts) throw new Error("Counts were not answered");
  return { ...counts, all: Math.min(counts.open + counts.waiting, MAX_COUNT) };
}

const selectOf = (db: Db, property: string) =>
  db.selectFrom("conversations").where("property_id", "=", property);

const selectOpen = (db: Db, property: string) =>
  selectOf(db, property).where("suspicious", "=", 0).where("status", "=", "open");

/** Counts rows up to `MAX_COUNT`, within another statement. */
const limitedCount = (db: Db, rows: ReturnType<typeof selectOf>) =>
  db
    .selectFrom(rows.select("id").limit(MAX_COUNT).as("some"))
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .$asScalar()
    .$notNull();

const countViews = statement((db, { property, agent, now }: CountScope) => {
  const some = () => selectOf(db, property).where("suspicious", "=", 0);
  const unfinished = () => some().where("status", "in", OPEN_AND_WAITING);
  return db.selectNoFrom([
    limitedCount(db, some().where("unanswered_since", "is not", null)).as("unanswered"),
    limitedCount(db, unfinished().where("assignee_id", "=", agent)).as("mine"),
    limitedCount(db, unfinished().where("assignee_id", "is", null)).as("unassigned"),
    limitedCount(db, some().where("due_at", "<=", now)).as("overdue"),
    limitedCount(db, selectOpen(db, property)).as("open"),
    limitedCount(db, some().where("status", "=", "waiting")).as("waiting"),
    limitedCount(db, selectOpen(db, property).where("unread", "=", 1)).as("unread"),
    limitedCount(db, selectOf(db, property).where("suspicious", "=", 1)).as("suspicious"),
  ]);
});

const readState = statement((db, { property }: { readonly property: string }) =>
  db.selectNoFrom([
    limitedCount(db, selectOpen(db, property)).as("open"),
    limitedCount(db, selectOpen(db, property).where("unread", "=", 1)).as("unread"),
    selectOpen(db, property)
      .select("last_message_at")
      .orderBy("last_message_at", "desc")
      .limit(1)
      .as("latestAt"),
  ]),
);

/** Reads the state of several inboxes, by property, for the dashboard's badge. Counts end at `MAX_COUNT`. */
export async function readInboxStates(
  db: Db,
  properties: readonly string[],
): Promise<Map<string, { open: number; unread: number; latestAt: number | null }>> {
  const states = properties.map(async (property) => {
    const [state] = await readState(db, { property });
    return [property, state ?? { open: 0, unread: 0, latestAt: null }] as const;
  });
  return new Map(await Promise.all(states));
}
