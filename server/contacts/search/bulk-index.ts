import { setImmediate as turn } from "node:timers/promises";
import type { Database, Tx } from "../../platform/database/open.ts";
import { coalesceRuns } from "../../platform/jobs/table-queue.ts";
import { parseTerms } from "../../platform/search/term-lists.ts";
import { compareByTerm, insertEntries, type TermEntry } from "./term-index.ts";

/** How many contacts are indexed together: the more, the fewer pages are written for each, and the more memory is used. */
export const BULK_SIZE = 12_000;
/** How many contacts are read in one statement. */
const READ_SIZE = 2_000;
/** How many entries are written in one transaction: other writers wait for some milliseconds. */
const WRITE_SIZE = 4_000;
/** Turns of the event loop between two transactions: a request needs several from its arrival to its response. */
const TURNS = 5;

/** Queued contacts of one property, from the first to the last visitor ID, with all their entries. */
interface Batch {
  readonly property: string;
  readonly first: string;
  readonly last: string;
  readonly count: number;
  /** By the first two characters of the terms, so that they are sorted in small parts. */
  readonly entries: ReadonlyMap<string, TermEntry[]>;
}

const runs = new WeakMap<Database, Map<string, RunBulkIndex>>();

type RunBulkIndex = (inEachTransaction: (tx: Tx) => Promise<void>) => Promise<void>;

/**
 * Writes the terms of a property's contacts in the queue `contacts_to_bulk_index` into the term index. The entries of
 * many contacts are written in the order of the index, in short transactions. Resolves when every contact that was queued
 * before the call is indexed.
 *
 * @param inEachTransaction runs in every transaction; an exception rolls it back and ends the run
 */
export async function runBulkIndex(
  database: Database,
  property: string,
  inEachTransaction: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<void> {
  const ofDatabase = runs.get(database) ?? new Map<string, RunBulkIndex>();
  runs.set(database, ofDatabase);
  const run = ofDatabase.get(property) ?? coalesceRuns((each) => indexQueue(database, property, each));
  ofDatabase.set(property, run);
  await run(inEachTransaction);
}

/** The same for all properties. */
export async function runBulkIndexes(database: Database): Promise<void> {
  const properties = await database.read
    .selectFrom("contacts_to_bulk_index")
    .select("property_id")
    .distinct()
    .execute();
  for (const { property_id } of properties) await runBulkIndex(database, property_id);
}

/** Whether at most `max` contacts of the property wait for the bulk index. An import indexes those that it queues. */
export async function isBulkQueueShort(
  { read }: Pick<Database, "read">,
  property: string,
  max: number,
): Promise<boolean> {
  const beyond = await read
    .selectFrom("contacts_to_bulk_index")
    .select("visitor_id")
    .where("property_id", "=", property)
    .limit(1)
    .offset(max)
    .executeTakeFirst();
  return !beyond;
}

async function indexQueue(
  database: Database,
  property: string,
  inEachTransaction: (tx: Tx) => Promise<void>,
): Promise<void> {
  for (let isDone = false; !isDone; ) {
    const batch = await readBatch(database, property);
    // a batch that is not full is the last one: contacts queued since need not be waited for
    isDone =
      !batch.count || ((await writeBatch(database, batch, inEachTransaction)) && batch.count < BULK_SIZE);
  }
}

async function readBatch(database: Database, property: string): Promise<Batch> {
  const entries = new Map<string, TermEntry[]>();
  const ids: string[] = [];
  for (let hasMore = true; hasMore && ids.length < BULK_SIZE; ) {
    const rows = await readQueue(database, property, ids.at(-1) ?? "");
    for (const { visitor_id: visitor, terms } of rows) {
      ids.push(visitor);
      for (const term of parseTerms(terms ?? "")) {
        const prefix = term.slice(0, 2);
        const group = entries.get(prefix);
        if (group) group.push({ term, visitor });
        else entries.set(prefix, [{ term, visitor }]);
      }
    }
    hasMore = rows.length === READ_SIZE;
    await turn();
  }
  return { property, first: ids[0] ?? "", last: ids.at(-1) ?? "", count: ids.length, entries };
}

function readQueue({ read }: Database, property: string, after: string) {
  return read
    .selectFrom("contacts_to_bulk_index")
    .leftJoin("contact_term_lists", (join) =>
      join
        .onRef("contact_term_lists.property_id", "=", "contacts_to_bulk_index.property_id")
        .onRef("contact_term_lists.visitor_id", "=", "contacts_to_bulk_index.visitor_id"),
    )
    .select(["contacts_to_bulk_index.visitor_id", "contact_term_lists.terms"])
    .where("contacts_to_bulk_index.property_id", "=", property)
    .where("contacts_to_bulk_index.visitor_id", ">", after)
    .orderBy("contacts_to_bulk_index.visitor_id")
    .limit(READ_SIZE)
    .execute();
}

/** @returns whether the batch was written; false: a contact was changed since it was read, and the batch is outdated */
async function writeBatch(
  database: Database,
  batch: Batch,
  inEachTransaction: (tx: Tx) => Promise<void>,
): Promise<boolean> {
  const { property, first, last } = batch;
  const write = (work: (tx: Tx) => Promise<unknown>) =>
    database.write(async (tx) => {
      if ((await countQueued(tx, batch)) !== batch.count) return false;
      await work(tx);
      await inEachTransaction(tx);
      return true;
    });
  for (const slice of slicesOf(batch.entries)) {
    if (!(await write((tx) => insertEntries(tx, property, slice)))) return false;
    for (let turns = 0; turns < TURNS; turns++) await turn();
  }
  return write((tx) =>
    tx
      .deleteFrom("contacts_to_bulk_index")
      .where("property_id", "=", property)
      .where("visitor_id", ">=", first)
      .where("visitor_id", "<=", last)
      .execute(),
  );
}

/** All entries in the order of the index, `WRITE_SIZE` at a time. */
function* slicesOf(entries: Batch["entries"]): Generator<TermEntry[]> {
  let slice: TermEntry[] = [];
  for (const prefix of [...entries.keys()].sort())
    for (const entry of (entries.get(prefix) ?? []).sort(compareByTerm)) {
      slice.push(entry);
      if (slice.length < WRITE_SIZE) continue;
      yield slice;
      slice = [];
    }
  if (slice.length) yield slice;
}

/** The number of the batch's contacts in the queue. A contact leaves the queue when its terms are changed. */
async function countQueued(tx: Tx, { property, first, last }: Batch): Promise<number> {
  const { count } = await tx
    .selectFrom("contacts_to_bulk_index")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("property_id", "=", property)
    .where("visitor_id", ">=", first)
    .where("visitor_id", "<=", last)
    .executeTakeFirstOrThrow();
  return Number(count);
}
