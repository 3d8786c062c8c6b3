import { isOneOf } from "../database/chunks.ts";
import type { Database, Tx } from "../database/open.ts";
import { type BackgroundOptions, startBackgroundLoop } from "./background-loop.ts";

/** A queue of visitors in a table. */
export interface TableQueueOptions {
  readonly table: "contacts_to_index" | "contacts_to_compare";
  /** How many visitors are processed in one transaction: other writers wait for it. */
  readonly batchSize: number;
  readonly pace: Omit<BackgroundOptions, "onError">;
  /** Processes visitors of one property, in the transaction that removes them from the queue. */
  process(tx: Tx, property: string, visitors: readonly string[]): Promise<void>;
}

export interface TableQueue {
  /** Resolves when everything that was queued before the call is processed. */
  catchUp(): Promise<void>;
  /**
   * Starts processing in the background.
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
  { table, batchSize, pace, process }: TableQueueOptions,
): TableQueue {
  /** @returns whether the queue had anything in it */
  const processBatch = async (): Promise<boolean> => {
    const queued = await database.read
      .selectFrom(table)
      .select(["property_id", "visitor_id"])
      .limit(batchSize)
      .execute();
    const [first] = queued;
    if (!first) return false;
    const property = first.property_id;
    const ofProperty = queued.filter((row) => row.property_id === property);
    const visitors = [...new Set(ofProperty.map((row) => row.visitor_id))];
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
  return {
    catchUp: coalesceRuns(async () => {
      while (await processBatch());
    }),
    start: (onError) => startBackgroundLoop(processBatch, { ...pace, onError }),
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
