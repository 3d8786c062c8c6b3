import { setImmediate as turn } from "node:timers/promises";
import type { Database, Tx } from "../../platform/database/open.ts";
import { compareByTerm, insertEntries, parseTerms, type TermEntry } from "./term-index.ts";

/** How many contacts' words are entered together: the more, the fewer pages are written for each. */
export const BULK_SIZE = 20_000;
/** How many contacts are read in one go. */
const READ_SIZE = 2_000;
/** How many entries are written in one transaction: some milliseconds that others wait. */
const WRITE_SIZE = 4_000;
/** How many turns others get after each: a request needs some from its arrival to its answer. */
const TURNS = 5;

/** Some contacts of one property, from the first to the last by ID, and their words by how these begin. */
interface Batch {
  readonly property: string;
  readonly first: string;
  readonly last: string;
  readonly count: number;
  readonly entries: ReadonlyMap<string, TermEntry[]>;
}

const running = new WeakMap<Database, Promise<void>>();

/**
 * Enters the words of all contacts that wait for it into the search index: in its order, many contacts' together, some
 * milliseconds at a time. Resolves when there is none left that waited before the call.
 *
 * @param each done in every transaction of it
 */
export async function runBulkIndex(
  database: Database,
  each: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<void> {
  // a run under way may have looked before ours were there
  await running.get(database)?.catch(() => undefined);
  const run = running.get(database) ?? indexWaiting(database, each).finally(() => running.delete(database));
  running.set(database, run);
  await run;
}

async function indexWaiting(database: Database, each: (tx: Tx) => Promise<void>): Promise<void> {
  const readWaiting = await database.read
    .selectFrom("contacts_to_bulk_index")
    .select("property_id")
    .distinct()
    .execute();
  for (const { property_id: property } of readWaiting)
    for (let isDone = false; !isDone; ) {
      const some = await readBatch(database, property);
      // who came meanwhile need not be waited for
      isDone = !some.count || ((await writeBatch(database, some, each)) && some.count < BULK_SIZE);
    }
}

async function readBatch(database: Database, property: string): Promise<Batch> {
  const entries = new Map<string, TermEntry[]>();
  const ids: string[] = [];
  for (let more = true; more && ids.length < BULK_SIZE; ) {
    const rows = await waiting(database, property, ids.at(-1) ?? "");
    for (const { visitor_id: visitor, terms } of rows) {
      ids.push(visitor);
      for (const term of parseTerms(terms ?? "")) {
        const beginning = term.slice(0, 2);
        const alike = entries.get(beginning);
        if (alike) alike.push({ term, visitor });
        else entries.set(beginning, [{ term, visitor }]);
      }
    }
    more = rows.length === READ_SIZE;
    await turn();
  }
  return { property, first: ids[0] ?? "", last: ids.at(-1) ?? "", count: ids.length, entries };
}

function waiting({ read }: Database, property: string, after: string) {
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

/** @returns whether it is done: if somebody's words are changed by others, what was gathered counts no more */
async function writeBatch(
  database: Database,
  some: Batch,
  each: (tx: Tx) => Promise<void>,
): Promise<boolean> {
  const { property, first, last } = some;
  const inTransaction = (work: (tx: Tx) => Promise<unknown>) =>
    database.write(async (tx) => {
      if ((await countWaiting(tx, some)) !== some.count) return false;
      await work(tx);
      await each(tx);
      return true;
    });
  for (const slice of slicesOf(some.entries)) {
    if (!(await inTransaction((tx) => insertEntries(tx, property, slice)))) return false;
    for (let turns = 0; turns < TURNS; turns++) await turn();
  }
  return inTransaction((tx) =>
    tx
      .deleteFrom("contacts_to_bulk_index")
      .where("property_id", "=", property)
      .where("visitor_id", ">=", first)
      .where("visitor_id", "<=", last)
      .execute(),
  );
}

function* slicesOf(entries: Batch["entries"]): Generator<TermEntry[]> {
  let slice: TermEntry[] = [];
  for (const beginning of [...entries.keys()].sort())
    for (const entry of (entries.get(beginning) ?? []).sort(compareByTerm)) {
      slice.push(entry);
      if (slice.length < WRITE_SIZE) continue;
      yield slice;
      slice = [];
    }
  if (slice.length) yield slice;
}

/** Whose words are changed waits no more: so it is seen by the number of those who do. */
async function countWaiting(tx: Tx, { property, first, last }: Batch): Promise<number> {
  const { count } = await tx
    .selectFrom("contacts_to_bulk_index")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("property_id", "=", property)
    .where("visitor_id", ">=", first)
    .where("visitor_id", "<=", last)
    .executeTakeFirstOrThrow();
  return Number(count);
}
