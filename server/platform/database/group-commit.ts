import { CompiledQuery, type Kysely, type Transaction } from "kysely";

interface Job<S> {
  readonly run: (transaction: Transaction<S>) => Promise<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** What the job that a transaction runs at the moment wants done after the commit. */
const wishes = new WeakMap<object, (() => void)[]>();

/**
 * Has something done as soon as this job's data is on disk: in the order of the jobs, before any caller hears. Not at
 * all if the job, or the commit, fails. `act` must not throw.
 */
export function afterCommit(transaction: object, act: () => void): void {
  const mine = wishes.get(transaction);
  if (!mine) throw new Error("afterCommit needs the transaction of a running write");
  mine.push(act);
}

const SAVEPOINT = CompiledQuery.raw("savepoint job");
const ROLLBACK = CompiledQuery.raw("rollback to savepoint job");
const RELEASE = CompiledQuery.raw("release savepoint job");

/** How many jobs share one commit at most; more wait for the next. */
const MAX_JOBS = 256;

/**
 * Group commit: the writes that are asked for in one turn of the event loop share one transaction, and so one fsync.
 * Each caller hears only after the commit; a job that fails is rolled back to its own savepoint, or, if it is alone, with
 * the whole transaction, and fails alone.
 *
 * @param begin runs first in every transaction (PostgreSQL takes its lock here)
 * @param committed called after every commit, when everybody was told
 */
export function groupCommit<S>(
  db: Kysely<S>,
  {
    begin,
    committed,
  }: { begin?: (transaction: Transaction<S>) => Promise<unknown>; committed?: () => void } = {},
) {
  const queue: Job<S>[] = [];
  let draining: Promise<void> | null = null;

  async function commit(jobs: readonly Job<S>[]): Promise<void> {
    const settle: (() => void)[] = [];
    const wished: (() => void)[] = [];
    const fatal: unknown[] = [];
    const isAlone = jobs.length === 1;
    try {
      await db.transaction().execute(async (transaction) => {
        await begin?.(transaction);
        for (const job of jobs) {
          if (!isAlone) await transaction.executeQuery(SAVEPOINT);
          const mine: (() => void)[] = [];
          wishes.set(transaction, mine);
          try {
            const result = await job.run(transaction);
            settle.push(() => job.resolve(result));
            wished.push(...mine);
          } catch (error) {
            // a full disk or a lost connection ends the whole transaction: then this error is everybody's reason
            fatal.push(error);
            if (isAlone) throw error;
            await transaction.executeQuery(ROLLBACK);
            fatal.pop();
            settle.push(() => job.reject(error));
          }
          if (!isAlone) await transaction.executeQuery(RELEASE);
        }
      });
      for (const act of wished) act();
      for (const tell of settle) tell();
      committed?.();
    } catch (error) {
      const [reason] = fatal.length ? fatal : [error];
      for (const job of jobs) job.reject(reason);
    }
  }

  async function drain(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length) await commit(queue.splice(0, MAX_JOBS));
    draining = null;
  }

  return {
    /** Runs `run` in a transaction shared with its neighbours; resolves when its data is on disk. */
    write<T>(run: (transaction: Transaction<S>) => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        queue.push({ run, resolve: resolve as (result: unknown) => void, reject });
        draining ??= drain();
      });
    },
    /** Resolves when nothing waits to be written. */
    async settled(): Promise<void> {
      while (draining) await draining;
    },
  };
}
