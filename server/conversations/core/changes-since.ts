import type { VisitorConversation } from "../../../shared/conversation.ts";
import type { AgentChanges, VisitorChanges } from "../../../shared/live.ts";
import type { Db } from "../../platform/database/open.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { summaries, toSummary } from "../inbox/list-conversations.ts";
import { PAGE_SIZE } from "../inbox/read-conversation.ts";
import { readLastEntries } from "../visitor/history.ts";
import { toVisitorConversation, toVisitorMessage } from "../visitor/view.ts";
import { changedEntries, type EntryRow, entries, toMessage } from "./entries.ts";
import { countUnreadByVisitor } from "./publish-changes.ts";
import { lastSequence } from "./sequence.ts";

/** More new entries than these are not brought one by one: who was away for so long starts anew. */
const MAX_ENTRIES = 200;
/** The same for conversations of a whole property. */
const MAX_CONVERSATIONS = 200;

/** What a visitor is brought, before it is told when. */
export type UntimedVisitorChanges = Omit<VisitorChanges, "now">;

/** What a visitor is brought, and which conversation they are in. */
export interface VisitorState {
  readonly changes: UntimedVisitorChanges;
  /** Their last conversation, also if it has not changed; null: none. */
  readonly current: VisitorConversation | null;
}

type Known = Pick<KnownProperty, "id" | "settings">;

/** Everything that changed for a visitor since a place; see `readVisitorState`. */
export async function readVisitorChanges(
  db: Db,
  property: Known,
  visitor: string,
  since: number,
): Promise<UntimedVisitorChanges> {
  return (await readVisitorState(db, property, visitor, since)).changes;
}

/**
 * Everything that changed for a visitor since a place, and exactly that: the last place is read first, and what
 * happens while the rest is read is left to the next time. Costs what it brings, however long the conversations are.
 *
 * @param since the last place that the visitor's browser has; 0, or one from the future: it gets everything anew
 */
export async function readVisitorState(
  db: Db,
  property: Known,
  visitor: string,
  since: number,
): Promise<VisitorState> {
  const sequence = await lastSequence(db, property.id);
  const all = await visitorConversations(db, property.id, visitor).execute();
  const current = await readVisitorConversation(db, property, all.at(-1)?.id);
  const changed = all.filter(({ revision }) => revision > since).map(({ id }) => id);
  // without any, what the browser had was taken away: it is not to keep that
  const fresh = all.length > 0 && since > 0 && since <= sequence;
  const news = fresh ? await readChangedEntries(db, property.id, changed, { since, sequence }) : null;
  const from = { kind: "changes", from: since, sequence } as const;
  if (news) {
    const changes = {
      ...from,
      reset: false,
      conversation: current && changed.includes(current.id) ? current : null,
      messages: news.flatMap((row) => toVisitorMessage(row) ?? []),
      earlier: false,
    };
    return { changes, current };
  }
  const last = await readLastEntries(db, {
    property: property.id,
    visitor,
    before: sequence + 1,
    changedUntil: sequence,
  });
  const changes = {
    ...from,
    reset: true,
    conversation: current,
    messages: last
      .slice(0, PAGE_SIZE)
      .reverse()
      .flatMap((row) => toVisitorMessage(row) ?? []),
    earlier: last.length > PAGE_SIZE,
  };
  return { changes, current };
}

/**
 * Everything that changed in a property's inbox since a place. A conversation may already be further than `place`;
 * entries never are.
 */
export async function readAgentChanges(db: Db, property: string, since: number): Promise<AgentChanges> {
  const sequence = await lastSequence(db, property);
  const from = { kind: "changes", property, from: since, sequence } as const;
  const anew = { ...from, reset: true, conversations: [], messages: [] };
  if (since > sequence) return anew;
  const rows = await summaries(db)
    .where("conversations.property_id", "=", property)
    .where("conversations.revision", ">", since)
    .orderBy("conversations.revision")
    .limit(MAX_CONVERSATIONS + 1)
    .execute();
  if (rows.length > MAX_CONVERSATIONS) return anew;
  const ids = rows.map(({ id }) => id);
  const news = await readChangedEntries(db, property, ids, { since, sequence });
  if (!news) return anew;
  return {
    ...from,
    reset: false,
    conversations: rows.map(toSummary),
    messages: news.map((row) => ({ conversation: row.conversation_id, message: toMessage(row) })),
  };
}

/** Entries that are new or changed after one place and up to another, by place; null: too many. */
async function readChangedEntries(
  db: Db,
  property: string,
  conversations: readonly string[],
  { since, sequence }: { since: number; sequence: number },
): Promise<EntryRow[] | null> {
  if (!conversations.length) return [];
  const added = await entries(db)
    .where("messages.property_id", "=", property)
    .where("messages.conversation_id", "in", conversations)
    .where("messages.sequence", ">", since)
    .limit(MAX_ENTRIES + 1)
    .execute();
  const changed = await changedEntries(db, property, conversations, since)
    .limit(MAX_ENTRIES + 1)
    .execute();
  const earlier = changed.filter((row) => row.sequence <= since);
  if (Math.max(changed.length, added.length + earlier.length) > MAX_ENTRIES) return null;
  return [...added, ...earlier]
    .filter(({ revision }) => revision <= sequence)
    .sort((a, b) => a.sequence - b.sequence);
}

/**
 * A visitor's conversations in the order in which they were opened. Which they are is found in an index alone; SQLite
 * would go through all of the property's otherwise.
 */
function visitorConversations(db: Db, property: string, visitor: string) {
  const theirs = db
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property)
    .where("visitor_id", "=", visitor)
    .where("status", "in", ["open", "closed"]);
  return db
    .selectFrom("conversations")
    .innerJoin(theirs.as("theirs"), "theirs.id", "conversations.id")
    .select(["conversations.id", "conversations.revision"])
    .where("conversations.property_id", "=", property)
    .orderBy("conversations.id");
}

async function readVisitorConversation(db: Db, { id: property, settings }: Known, id: string | undefined) {
  if (id === undefined) return null;
  const row = await summaries(db)
    .where("conversations.property_id", "=", property)
    .where("conversations.id", "=", id)
    .executeTakeFirstOrThrow();
  const unread = await countUnreadByVisitor(db, property, [row]);
  return toVisitorConversation(row, { unread: unread.get(id) ?? 0, waitLimit: settings.waitLimit });
}
