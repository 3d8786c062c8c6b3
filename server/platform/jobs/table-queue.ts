import { sql } from "kysely";
import { isOneOf } from "../database/chunks.ts";
import type { Database, Tx } from "../database/open.ts";
import { type BackgroundOptions, startBackgroundLoop } from "./background-loop.ts";

/** A queue of visitors in a table. */
export interface TableQueueOptions {
  readonly table: "contacts_to_index" | "contacts_to_compare";
  /** Whether the table has the column `backlog`: rows for which `catchUp` of a property does not wait. */
  readonly hasBacklog: boolean;
  /** How many visitors are processed in one transaction: other writers wait for it. */
  readonly batchSize: number;
  readonly pace: Omit<BackgroundOptions, "onError">;
  /** Processes visitors of one property, in the transaction that removes them from the queue. */
  process(tx: Tx, property: string, visitors: readonly string[]): Promise<void>;
}

export interface TableQueue {
  /**
   * Resolves when everything that was queued before the call is processed.
   *
   * @param property only what this property queued, without its backlog; absent: everything
   */
  catchUp(property?: string): Promise<void>;
  /**
   * Starts processing in the background: a batch of each property in turn, its backlog last.
   *
   * @param onError called when a batch fails; the batch stays in the queue, and the next run tries again
   * @returns a function that stops it
   */
  start(onError: (error: unknown) => void): () => void;
}

/**
 * Makes the consumer of a queue that is a table. A row is written with the change that causes it and deleted with the
 * result of its processing, so a crash loses nothing and repeats nothing. Starts nothing.
 */
export function createTableQueue(
  database: Database,
  { table, hasBacklog, batchSize, pace, process }: TableQueueOptions,
): TableQueue {
  const backlog = sql.ref<number>("backlog");
  /** @returns whether the property's queue had anything in it */
  const processBatch = async (property: string, withBacklog: boolean): Promise<boolean> => {
    const queued = await database.read
      .selectFrom(table)
      .select("visitor_id")
      .where("property_id", "=", property)
      .$if(hasBacklog && !withBacklog, (some) => some.where(backlog, "=", 0))
      .$if(hasBacklog, (some) => some.orderBy(backlog))
      .limit(batchSize)
      .execute();
    if (!queued.length) return false;
    const visitors = [...new Set(queued.map((row) => row.visitor_id))];
    await database.write(async (tx) => {
      await process(tx, property, visitors);
      await tx
        .deleteFrom(table)
        .where("property_id", "=", property)
        .where(isOneOf(tx, "visitor_id", visitors))
        .execute();
    });
    return true;
  };
  /** The first property after the given one that has queued anything. */
  const nextProperty = async (after: string): Promise<string | undefined> => {
    const row = await database.read
      .selectFrom(table)
      .select("property_id")
      .where("property_id", ">", after)
      .orderBy("property_id")
      .limit(1)
      .executeTakeFirst();
    return row?.property_id;
  };
  let last = "";
  const processNext = async (): Promise<boolean> => {
    const property = (await nextProperty(last)) ?? (await nextProperty(""));
    if (property === undefined) return false;
    last = property;
    return processBatch(property, true);
  };
  const catchUpAll = coalesceRuns(async () => {
    while (await processNext());
  });
  const catchUpProperty = coalesceByKey(async (property) => {
    while (await processBatch(property, false));
  });
  return {
    catchUp: (property) => (property === undefined ? catchUpAll() : catchUpProperty(property)),
    start: (onError) => startBackgroundLoop(processNext, { ...pace, onError }),
  };
}

/** `coalesceRuns` for each key apart: a run for one does not delay that for another. */
function coalesceByKey(run: (key: string) => Promise<void>): (key: string) => Promise<void> {
  const active = new Map<string, { readonly call: () => Promise<void>; callers: number }>();
  return async (key) => {
    const entry = active.get(key) ?? { call: coalesceRuns(() => run(key)), callers: 0 };
    active.set(key, entry);
    entry.callers++;
    try {
      await entry.call();
    } finally {
      if (--entry.callers === 0) active.delete(key);
    }
  };
}

/**
 * Lets at most one run of a job be active. A call waits for a run that begins after the call: the active run may have
 * read the queue before the caller's rows were in it. All calls during a run share the next one, with the arguments of
 * the first.
 */
export function coalesceRuns<Args extends readonly unknown[]>(
  run: (...args: Args) => Promise<void>,
): (...args: Args) => Promise<void> {
  let active: Promise<void> | null = null;
  return async (...args) => {
    // the callers of the active run receive its error
    await active?.catch(() => undefined);
    active ??= run(...args).finally(() => {
      active = null;
    });
    await active;
  };
}
