import { CompiledQuery, type Kysely, type Transaction } from "kysely";

/** A transaction that also takes the events of the change it makes. */
export type PublishingTransaction<S, E> = Transaction<S> & {
  /**
   * Publishes an event as soon as the data of this write is on disk: in the order of the writes, before any caller's
   * promise resolves. The event is dropped if the write or the commit fails.
   */
  publish(event: E): void;
};

/**
 * Writes what follows from the events of a transaction, in that transaction, before its commit. If it fails, so does the commit.
 *
 * @returns further events, to be published after the commit
 */
export type Recorder<S, E> = (transaction: Transaction<S>, events: readonly E[]) => Promise<readonly E[]>;

interface Job<S, E> {
  readonly run: (transaction: PublishingTransaction<S, E>) => Promise<unknown>;
  /** Takes the events of the job after the commit. Must not throw. */
  readonly publish: ((event: E) => void) | undefined;
  readonly record: Recorder<S, E> | undefined;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const SAVEPOINT = CompiledQuery.raw("savepoint job");
const ROLLBACK = CompiledQuery.raw("rollback to savepoint job");
const RELEASE = CompiledQuery.raw("release savepoint job");

/** The maximum number of jobs in one commit; more wait for the next one. */
const MAX_JOBS = 256;

/**
 * Group commit: the writes that are requested in one turn of the event loop share one transaction, and so one fsync.
 * A caller's promise settles only after the commit. A job that fails is rolled back to its own savepoint (or, if it is
 * the only one, with the whole transaction) and fails alone.
 *
 * @param begin runs first in every transaction (PostgreSQL takes its lock here)
 * @param committed called after every commit, when all promises are settled
 */
export function groupCommit<S, E>(
  db: Kysely<S>,
  {
    begin,
    committed,
  }: { begin?: (transaction: Transaction<S>) => Promise<unknown>; committed?: () => void } = {},
) {
  const queue: Job<S, E>[] = [];
  let draining: Promise<void> | null = null;

  async function commit(jobs: readonly Job<S, E>[]): Promise<void> {
    const settle: (() => void)[] = [];
    const done: Published<S, E>[] = [];
    const fatal: unknown[] = [];
    const isAlone = jobs.length === 1;
    try {
      await db.transaction().execute(async (transaction) => {
        await begin?.(transaction);
        for (const job of jobs) {
          if (!isAlone) await transaction.executeQuery(SAVEPOINT);
          try {
            const { result, events } = await runJob(transaction, job);
            settle.push(() => job.resolve(result));
            if (events.length) done.push({ job, events });
          } catch (error) {
            // a full disk or a lost connection ends the whole transaction: then this error is the reason for all jobs
            fatal.push(error);
            if (isAlone) throw error;
            await transaction.executeQuery(ROLLBACK);
            fatal.pop();
            settle.push(() => job.reject(error));
          }
          if (!isAlone) await transaction.executeQuery(RELEASE);
        }
        done.push(...(await recordEvents(transaction, done)));
      });
      for (const { job, events } of done) for (const event of events) job.publish?.(event);
      for (const settleOne of settle) settleOne();
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
    /**
     * Runs `run` in a transaction that it may share with other jobs; resolves when its data is on disk.
     *
     * @param publish takes the events of the job after the commit; must not throw
     * @param record called once for all jobs of a commit that have the same one, if they have any events
     */
    write<T>(
      run: (transaction: PublishingTransaction<S, E>) => Promise<T>,
      publish?: (event: E) => void,
      record?: Recorder<S, E>,
    ): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        queue.push({ run, publish, record, resolve: resolve as (result: unknown) => void, reject });
        draining ??= drain();
      });
    },
    /** Resolves when nothing waits to be written. */
    async settled(): Promise<void> {
      while (draining) await draining;
    },
  };
}

interface Published<S, E> {
  readonly job: Job<S, E>;
  readonly events: readonly E[];
}

/** Records the events of a commit's jobs. @returns the further events */
async function recordEvents<S, E>(
  transaction: Transaction<S>,
  done: readonly Published<S, E>[],
): Promise<Published<S, E>[]> {
  const further: Published<S, E>[] = [];
  for (const record of new Set(done.flatMap(({ job }) => job.record ?? []))) {
    const recorded = done.filter(({ job }) => job.record === record);
    const events = await record(
      transaction,
      recorded.flatMap((one) => one.events),
    );
    const last = recorded.at(-1);
    if (last && events.length) further.push({ job: last.job, events });
  }
  return further;
}

/** Runs a job with a transaction object of its own, which collects the job's events. */
async function runJob<S, E>(transaction: Transaction<S>, job: Job<S, E>) {
  const events: E[] = [];
  const publish = (event: E) => void events.push(event);
  // `withoutPlugins` makes a new object on the same connection; Foyer installs no plugins
  const result = await job.run(Object.assign(transaction.withoutPlugins(), { publish }));
  // an event published after the job has ended would be lost: make that an error
  Object.freeze(events);
  return { result, events };
}
