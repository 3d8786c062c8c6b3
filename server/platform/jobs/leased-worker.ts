import { settleWithin } from "./settle-within.ts";
import { coalesceRuns } from "./table-queue.ts";

/** The work that a process asks for. */
export interface Claim {
  /** The process that does it. */
  readonly runner: string;
  /** Ms since 1970. */
  readonly now: number;
  /** The most pieces. */
  readonly limit: number;
  /** The keys of the pieces on which this process works. */
  readonly except: readonly string[];
}

/** Work that processes share by leases in a table. */
export interface LeasedWork<T> {
  /** Claims what is due: at most `limit` pieces, and none with a key of `except`, which this process works on. */
  claim(limit: number, except: readonly string[]): Promise<readonly T[]>;
  keyOf(work: T): string;
  /** Does a piece of work, and ends its lease. */
  process(work: T): Promise<void>;
  /** A round failed, and is tried again; or a piece failed, and is done again when its lease has run out. */
  onError(error: unknown, failed: "round" | "piece"): void;
}

/** Does work in the background. */
export interface LeasedWorker {
  /** Does what is due, and resolves when nothing is. */
  catchUp(): Promise<void>;
  /** Starts to work in the background. */
  start(): void;
  /** Ends after the pieces that are being done, or after ten seconds. Others are continued by the next process. */
  stop(): Promise<void>;
}

/** How often it looks for what is due, ms. */
const POLL = 1_000;
/** Pieces that are done at the same time. */
const MAX_ACTIVE = 10;
/** How long `stop` waits, ms. */
const PATIENCE = 10_000;

/** Makes a worker. Several processes may work: the leases say who does what. Starts nothing. */
export function createLeasedWorker<T>({ claim, keyOf, process, onError }: LeasedWork<T>): LeasedWorker {
  const active = new Map<string, Promise<void>>();
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;

  const begin = (work: T) => {
    const key = keyOf(work);
    const done = process(work)
      .catch((error: unknown) => onError(error, "piece"))
      .finally(() => active.delete(key));
    active.set(key, done);
  };
  const round = coalesceRuns(async () => {
    const limit = isStopping ? 0 : Math.max(0, MAX_ACTIVE - active.size);
    for (const work of await claim(limit, [...active.keys()])) begin(work);
  });
  const settle = () => Promise.all(active.values());

  return {
    async catchUp() {
      do {
        await settle();
        await round();
      } while (active.size);
    },
    start() {
      timer = setInterval(() => {
        if (!isStopping) round().catch((error: unknown) => onError(error, "round"));
      }, POLL).unref();
    },
    async stop() {
      isStopping = true;
      clearInterval(timer);
      await settleWithin(settle(), PATIENCE);
    },
  };
}
