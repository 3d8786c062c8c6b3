import { sql } from "kysely";
import { isOneOf } from "../../platform/database/chunks.ts";
import type { Database, Db, Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { startBackgroundLoop } from "../../platform/jobs/background-loop.ts";
import type { EntryRow } from "../core/entries.ts";
import { lastSequence } from "../core/sequence.ts";
import { writeMessageTerms } from "./message-index.ts";
import { readFirstEntries, readSearchedTexts, SEARCHED_COLUMNS } from "./searchable-entries.ts";
import { MAX_SEARCHED, messageTerms } from "./tokenize-message.ts";

/** The background loop's pace (`BackgroundOptions`), ms. On a busy server, messages come first. */
const PACE = { pause: 500, patience: 3_000, rest: 9 } as const;
/** How many sequence numbers, entries and characters are indexed in one transaction: other writers wait for some milliseconds. */
const MAX_NUMBERS = 400;
const MAX_ENTRIES = 50;
const MAX_CHARACTERS = 2 * MAX_SEARCHED;
/** A search does not wait for more changes than this; they are indexed in the background. */
const MAX_WAITED_FOR = 4_000;

type IndexState = Readonly<Schema["message_index_states"]>;
type IndexedRow = Pick<
  EntryRow,
  "property_id" | "conversation_id" | "sequence" | "revision" | "text" | "files"
>;

export interface MessageIndexer {
  /**
   * Indexes the entries that were written or changed before the call, unless they are very many. Without a property, all
   * of all properties, and those from before the index existed.
   */
  catchUp(property?: string): Promise<void>;
  /**
   * Starts indexing in the background: some entries of each property in turn.
   *
   * @param onError called when a transaction fails; the next run tries again
   * @returns a function that stops it
   */
  start(onError: (error: unknown) => void): () => void;
}

/**
 * Makes the indexer of messages. The sequence of a property's changes is the queue: the index has everything up to a
 * number, which moves in the transaction that writes the terms. So a message costs nothing more when it is sent, and none
 * is left out. Starts nothing.
 */
export function createMessageIndexer(database: Database): MessageIndexer {
  const indexNext = (property: string) => database.write((tx) => indexSome(tx, property));
  let last = "";
  const indexNextProperty = async (): Promise<boolean> => {
    const property = (await findUnindexed(database.read, last)) ?? (await findUnindexed(database.read, ""));
    if (property === undefined) return false;
    last = property;
    await indexNext(property);
    return true;
  };
  return {
    async catchUp(property) {
      if (property === undefined) while (await indexNextProperty());
      else {
        const until = await lastSequence(database.read, property);
        const from = (await readState(database.read, property)).indexed_until;
        if (until - from > MAX_WAITED_FOR) return;
        for (let at = from; at < until; ) ({ indexed_until: at } = await indexNext(property));
      }
    },
    start: (onError) => startBackgroundLoop(indexNextProperty, { ...PACE, onError }),
  };
}

/** Whether entries from before the index existed are still being indexed. */
export async function isBackfilling(db: Db, property: string): Promise<boolean> {
  return (await readState(db, property)).backfilling === 1;
}

async function readState(db: Db, property: string): Promise<IndexState> {
  const row = await db
    .selectFrom("message_index_states")
    .selectAll()
    .where("property_id", "=", property)
    .executeTakeFirst();
  return (
    row ?? {
      property_id: property,
      indexed_until: 0,
      backfilling: 0,
      backfill_conversation: "",
      backfill_sequence: 0,
    }
  );
}

async function saveState(tx: Tx, state: IndexState): Promise<IndexState> {
  const { property_id, ...values } = state;
  await tx
    .insertInto("message_index_states")
    .values(state)
    .onConflict((conflict) => conflict.column("property_id").doUpdateSet(values))
    .execute();
  return state;
}

/** The first property after the given one that has something to index. */
async function findUnindexed(db: Db, after: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("sequences")
    .leftJoin("message_index_states as states", "states.property_id", "sequences.property_id")
    .select("sequences.property_id")
    .where("sequences.property_id", ">", after)
    .where((eb) =>
      eb.or([
        eb("sequences.last_sequence", ">", eb.fn.coalesce("states.indexed_until", eb.lit(0))),
        eb("states.backfilling", "=", 1),
      ]),
    )
    .orderBy("sequences.property_id")
    .limit(1)
    .executeTakeFirst();
  return row?.property_id;
}

/** Indexes some of what a property has changed; if there is nothing, some of the entries from before the index. */
async function indexSome(tx: Tx, property: string): Promise<IndexState> {
  const state = await readState(tx, property);
  // every change up to this number is committed: writers take turns, and this is one of them
  const until = await lastSequence(tx, property);
  if (until > state.indexed_until) return indexChanges(tx, state, until);
  return state.backfilling ? backfill(tx, state) : state;
}

async function indexChanges(tx: Tx, state: IndexState, until: number): Promise<IndexState> {
  const { property_id: property, indexed_until: from } = state;
  const all = await readChanged(tx, property, [from, Math.min(until, from + MAX_NUMBERS)]);
  const rows = takeSome(all);
  const isAll = rows.length === all.length;
  const end = isAll ? Math.min(until, from + MAX_NUMBERS) : changedAt(rows.at(-1), from);
  const openings = await readOpenings(tx, property, rows, [from, end]);
  const others = openings.filter((opening) => rows.every(({ sequence }) => sequence !== opening.sequence));
  await indexRows(tx, property, [...rows, ...others]);
  return saveState(tx, { ...state, indexed_until: end });
}

/** The number at which an entry was added, or changed, after another number. */
const changedAt = (row: Pick<IndexedRow, "sequence" | "revision"> | undefined, from: number): number =>
  row ? (row.sequence > from ? row.sequence : row.revision) : from;

/** As many of the first rows as are indexed in one transaction, at least one. */
function takeSome(rows: readonly IndexedRow[]): IndexedRow[] {
  let characters = 0;
  const end = rows.findIndex(({ text }, at) => {
    characters += Math.min(text.length, MAX_SEARCHED);
    return at > 0 && (at >= MAX_ENTRIES || characters > MAX_CHARACTERS);
  });
  return rows.slice(0, end === -1 ? rows.length : end);
}

type Range = readonly [from: number, end: number];

/** Reads the entries that were added or changed after `from` and up to `end`, in this order. */
async function readChanged(tx: Tx, property: string, [from, end]: Range): Promise<IndexedRow[]> {
  const entries = () =>
    tx
      .selectFrom("conversations")
      .innerJoin("messages", (join) =>
        join
          .onRef("messages.property_id", "=", "conversations.property_id")
          .onRef("messages.conversation_id", "=", "conversations.id"),
      )
      .select([...SEARCHED_COLUMNS, "messages.revision"])
      .where("conversations.property_id", "=", property)
      .where("conversations.revision", ">", from);
  const added = await entries()
    .where("messages.sequence", ">", from)
    .where("messages.sequence", "<=", end)
    .execute();
  const revised = await entries()
    .where("messages.revision", ">", from)
    .where("messages.revision", "<=", end)
    .whereRef("messages.revision", "<>", "messages.sequence")
    .where("messages.sequence", "<=", from)
    .execute();
  return [...added, ...revised].sort((a, b) => changedAt(a, from) - changedAt(b, from));
}

/** Reads the first entries of the conversations that changed: their subjects and forms are searched with those. */
async function readOpenings(
  tx: Tx,
  property: string,
  rows: readonly IndexedRow[],
  [from, end]: Range,
): Promise<IndexedRow[]> {
  const changed = await tx
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property)
    .where("revision", ">", from)
    .where("revision", "<=", end)
    .execute();
  const ids = [...new Set([...changed.map(({ id }) => id), ...rows.map((row) => row.conversation_id)])];
  const firsts = await readFirstEntries(tx, property, ids);
  if (!firsts.size) return [];
  return tx
    .selectFrom("messages")
    .select([...SEARCHED_COLUMNS, "messages.revision"])
    .where("property_id", "=", property)
    .where(isOneOf(tx, "conversation_id", ids))
    .where("sequence", "in", [...firsts])
    .execute();
}

/** Indexes entries from before the index existed, from the newest conversation to the oldest. */
async function backfill(tx: Tx, state: IndexState): Promise<IndexState> {
  const { property_id: property, backfill_conversation: conversation, backfill_sequence: sequence } = state;
  const found = await tx
    .selectFrom("messages")
    .select([...SEARCHED_COLUMNS, "messages.revision"])
    .where("property_id", "=", property)
    .$if(conversation !== "", (some) =>
      some.where(sql<boolean>`(conversation_id, sequence) < (${conversation}, ${sequence})`),
    )
    .orderBy("conversation_id", "desc")
    .orderBy("sequence", "desc")
    .limit(MAX_ENTRIES)
    .execute();
  const rows = takeSome(found);
  const last = rows.at(-1);
  if (!last) return saveState(tx, { ...state, backfilling: 0 });
  await indexRows(tx, property, rows);
  const at = { backfill_conversation: last.conversation_id, backfill_sequence: last.sequence };
  return saveState(tx, { ...state, ...at });
}

async function indexRows(tx: Tx, property: string, rows: readonly IndexedRow[]): Promise<void> {
  const texts = await readSearchedTexts(tx, property, rows);
  await writeMessageTerms(
    tx,
    property,
    rows.map(({ conversation_id, sequence }) => ({
      conversation: conversation_id,
      sequence,
      terms: messageTerms(texts.get(sequence) ?? ""),
    })),
  );
}
