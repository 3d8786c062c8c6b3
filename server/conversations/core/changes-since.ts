import { ConversationStatus, type VisitorConversation } from "../../../shared/conversation.ts";
import type { AgentChanges, VisitorChanges } from "../../../shared/live.ts";
import type { Db } from "../../platform/database/open.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { PAGE_SIZE } from "../inbox/read-conversation.ts";
import { readSummaries, selectSummaries } from "../inbox/summaries.ts";
import { readLastEntries, type Stream } from "../visitor/history.ts";
import { toVisitorConversation, toVisitorMessage } from "../visitor/view.ts";
import { type EntryRow, selectChangedEntries, selectEntries, toMessage } from "./entries.ts";
import { countUnreadByVisitor } from "./publish-changes.ts";
import { lastSequence } from "./sequence.ts";

/** All of them: the condition makes SQLite search the visitor's index. */
const STATUSES = ConversationStatus.options;
/** A client that has missed more entries than this gets a reset. */
const MAX_ENTRIES = 200;
/** A dashboard that has missed changes of more conversations than this gets a reset. */
const MAX_CONVERSATIONS = 200;

/** Changes for a visitor, before they are stamped with the time of sending. */
export type UntimedVisitorChanges = Omit<VisitorChanges, "now">;

/** Changes for a visitor, and the conversation that they are in. */
export interface VisitorState {
  readonly changes: UntimedVisitorChanges;
  /** The visitor's last conversation, whether it has changed or not; null: none. */
  readonly current: VisitorConversation | null;
}

type Known = Pick<KnownProperty, "id" | "settings">;

/** Reads everything that changed for a visitor since a sequence number. See `readVisitorState`. */
export async function readVisitorChanges(
  db: Db,
  property: Known,
  visitor: string,
  since: number,
): Promise<UntimedVisitorChanges> {
  return (await readVisitorState(db, property, visitor, since)).changes;
}

/**
 * Reads everything that changed for a visitor since a sequence number. The property's last number is read first, and
 * later changes are left out, so the result is exact. The cost depends on the size of the result, not on the length of
 * the conversations.
 *
 * @param since the last number that the visitor's browser has. If it is 0, or higher than the property's last (after a
 *   backup was restored), the result is a reset
 */
export async function readVisitorState(
  db: Db,
  property: Known,
  visitor: string,
  since: number,
): Promise<VisitorState> {
  return readStreamState(db, property, { visitor }, since);
}

/**
 * Reads everything that changed in some conversations since a sequence number, as their visitor sees it.
 *
 * @param conversations their IDs; the state that is read is that of the last
 * @param since as for `readVisitorState`
 */
export async function readThreadChanges(
  db: Db,
  property: Known,
  conversations: readonly string[],
  since: number,
): Promise<UntimedVisitorChanges> {
  return (await readStreamState(db, property, { conversations }, since)).changes;
}

async function readStreamState(
  db: Db,
  property: Known,
  stream: Stream,
  since: number,
): Promise<VisitorState> {
  const sequence = await lastSequence(db, property.id);
  const all = await streamConversations(db, property.id, stream);
  const current = await readVisitorConversation(db, property, all.at(-1)?.id);
  const changed = all.filter(({ revision }) => revision > since).map(({ id }) => id);
  // a visitor without conversations gets a reset: what the browser may still have was erased
  const canUpdate = all.length > 0 && since > 0 && since <= sequence;
  const entries = canUpdate ? await readChangedEntries(db, property.id, changed, { since, sequence }) : null;
  const from = { kind: "changes", from: since, sequence } as const;
  if (entries) {
    const changes = {
      ...from,
      reset: false,
      conversation: current && changed.includes(current.id) ? current : null,
      messages: entries.flatMap((row) => toVisitorMessage(row) ?? []),
      earlier: false,
    };
    return { changes, current };
  }
  const last = await readLastEntries(db, {
    property: property.id,
    stream,
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
 * Reads everything that changed in a property's inbox since a sequence number. The state of a conversation may already
 * include later changes than `sequence`; entries never do.
 */
export async function readAgentChanges(db: Db, property: string, since: number): Promise<AgentChanges> {
  const sequence = await lastSequence(db, property);
  const from = { kind: "changes", property, from: since, sequence } as const;
  const resetResult = { ...from, reset: true, conversations: [], messages: [] };
  if (since > sequence) return resetResult;
  const rows = await selectSummaries(db)
    .where("conversations.property_id", "=", property)
    .where("conversations.revision", ">", since)
    .orderBy("conversations.revision")
    .limit(MAX_CONVERSATIONS + 1)
    .execute();
  if (rows.length > MAX_CONVERSATIONS) return resetResult;
  const ids = rows.map(({ id }) => id);
  const changed = await readChangedEntries(db, property, ids, { since, sequence });
  if (!changed) return resetResult;
  return {
    ...from,
    reset: false,
    conversations: await readSummaries(db, property, rows),
    messages: changed.map((row) => ({ conversation: row.conversation_id, message: toMessage(row) })),
  };
}

/** Reads the entries that were added or changed after `since` and up to `sequence`, in order; null: too many. */
async function readChangedEntries(
  db: Db,
  property: string,
  conversations: readonly string[],
  { since, sequence }: { since: number; sequence: number },
): Promise<EntryRow[] | null> {
  if (!conversations.length) return [];
  const added = await selectEntries(db)
    .where("messages.property_id", "=", property)
    .where("messages.conversation_id", "in", conversations)
    .where("messages.sequence", ">", since)
    .limit(MAX_ENTRIES + 1)
    .execute();
  const changed = await selectChangedEntries(db, property, conversations, since)
    .limit(MAX_ENTRIES + 1)
    .execute();
  const earlier = changed.filter((row) => row.sequence <= since);
  if (Math.max(changed.length, added.length + earlier.length) > MAX_ENTRIES) return null;
  return [...added, ...earlier]
    .filter(({ revision }) => revision <= sequence)
    .sort((a, b) => a.sequence - b.sequence);
}

/** The conversations of a stream. The last one is the current one. */
async function streamConversations(
  db: Db,
  property: string,
  stream: Stream,
): Promise<{ id: string; revision: number }[]> {
  if ("visitor" in stream) return visitorConversations(db, property, stream.visitor).execute();
  const { conversations } = stream;
  const rows = await db
    .selectFrom("conversations")
    .select(["id", "revision"])
    .where("property_id", "=", property)
    .where("id", "in", conversations)
    .execute();
  return rows.sort((a, b) => conversations.indexOf(a.id) - conversations.indexOf(b.id));
}

/**
 * A visitor's conversations in the order in which they were opened. The subquery makes SQLite search the visitor's
 * index; otherwise it scans all conversations of the property, as it does if the subquery has a column that the index has
 * not, such as `hidden`.
 */
function visitorConversations(db: Db, property: string, visitor: string) {
  const ids = db
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property)
    .where("visitor_id", "=", visitor)
    .where("status", "in", STATUSES);
  return db
    .selectFrom("conversations")
    .innerJoin(ids.as("ids"), "ids.id", "conversations.id")
    .select(["conversations.id", "conversations.revision"])
    .where("conversations.property_id", "=", property)
    .where("conversations.hidden", "=", 0)
    .orderBy("conversations.id");
}

async function readVisitorConversation(db: Db, { id: property, settings }: Known, id: string | undefined) {
  if (id === undefined) return null;
  const row = await selectSummaries(db)
    .where("conversations.property_id", "=", property)
    .where("conversations.id", "=", id)
    .executeTakeFirstOrThrow();
  const unread = await countUnreadByVisitor(db, property, [row]);
  return toVisitorConversation(row, { unread: unread.get(id) ?? 0, waitLimit: settings.waitLimit });
}
