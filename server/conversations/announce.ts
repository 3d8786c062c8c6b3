import type { Deps } from "../deps.ts";
import { afterCommit } from "../platform/database/group-commit.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import type { KnownProperty } from "../properties/store.ts";
import { changedEntries, type EntryRow, entries, toMessage } from "./entries.ts";
import { type SummaryRow, summaries, toSummary } from "./list.ts";
import { toVisitorConversation, toVisitorMessage } from "./visitor-view.ts";

/** One conversation that a transaction has changed. */
export interface Change {
  readonly conversation: string;
  /** The first of the places that its changes took; what has this revision or a later one is told. */
  readonly since: number;
}

type AnnounceDeps = Pick<Deps, "bus">;

/**
 * Tells the bus of changed conversations as soon as they are on disk, in the order of their revisions. Reads all of
 * them in three statements, within the transaction that changed them.
 */
export async function announce(
  tx: Tx,
  { bus }: AnnounceDeps,
  property: Pick<KnownProperty, "id" | "settings">,
  changes: readonly Change[],
): Promise<void> {
  if (!changes.length) return;
  const rows = await changedRows(tx, property.id, changes);
  const news = await newEntries(tx, property.id, changes);
  const unread = await unreadByVisitors(tx, property.id, rows);
  for (const row of [...rows].sort((a, b) => a.revision - b.revision)) {
    const its = news.get(row.id) ?? [];
    const conversation = toVisitorConversation(row, {
      unread: unread.get(row.id) ?? 0,
      waitLimit: property.settings.waitLimit,
    });
    const event = {
      is: "conversation" as const,
      property: property.id,
      place: row.revision,
      summary: toSummary(row),
      messages: its.map(toMessage),
      visitor: {
        id: row.visitor_id,
        conversation,
        messages: its.flatMap((entry) => toVisitorMessage(entry) ?? []),
      },
    };
    afterCommit(tx, () => bus.emit(event));
  }
}

async function changedRows(tx: Tx, property: string, changes: readonly Change[]): Promise<SummaryRow[]> {
  return summaries(tx)
    .where("conversations.property_id", "=", property)
    .where(
      "conversations.id",
      "in",
      changes.map(({ conversation }) => conversation),
    )
    .execute();
}

/** What is new or changed in each conversation, by place. */
async function newEntries(
  tx: Tx,
  property: string,
  changes: readonly Change[],
): Promise<Map<string, EntryRow[]>> {
  const since = new Map(changes.map((change) => [change.conversation, change.since]));
  const first = Math.min(...since.values());
  const ids = [...since.keys()];
  const added = await entries(tx)
    .where("messages.property_id", "=", property)
    .where("messages.conversation_id", "in", ids)
    .where("messages.place", ">=", first)
    .execute();
  const edited = await changedEntries(tx, property, ids, first - 1).execute();
  const news = new Map<string, EntryRow[]>();
  const known = new Set<EntryRow["id"]>();
  for (const row of [...added, ...edited].sort((a, b) => a.place - b.place)) {
    const key = `${row.conversation_id} ${row.place}`;
    if (row.revision < (since.get(row.conversation_id) ?? 0) || known.has(key)) continue;
    known.add(key);
    news.set(row.conversation_id, [...(news.get(row.conversation_id) ?? []), row]);
  }
  return news;
}

/** How many messages of agents each conversation's visitor has not read. */
export async function unreadByVisitors(
  db: Db,
  property: string,
  rows: readonly Pick<SummaryRow, "id">[],
): Promise<Map<string, number>> {
  if (!rows.length) return new Map();
  const counted = await db
    .selectFrom("conversations")
    .innerJoin("messages", (join) =>
      join
        .onRef("messages.property_id", "=", "conversations.property_id")
        .onRef("messages.conversation_id", "=", "conversations.id")
        .onRef("messages.place", ">", "conversations.visitor_read"),
    )
    .select(["conversations.id", (is) => is.fn.countAll<number>().as("unread")])
    .where("conversations.property_id", "=", property)
    .where(
      "conversations.id",
      "in",
      rows.map(({ id }) => id),
    )
    .where("messages.kind", "=", "message")
    .where("messages.author", "=", "agent")
    .where("messages.retracted", "=", 0)
    .groupBy("conversations.id")
    .execute();
  return new Map(counted.map(({ id, unread }) => [id, unread]));
}
