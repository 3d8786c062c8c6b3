import type { Deps } from "../../deps.ts";
import { coalesceRuns } from "../../platform/jobs/table-queue.ts";
import { processBodies } from "./process-bodies.ts";

/** Processes the received bodies that are queued. */
export interface SourceWorker {
  /** Processes everything that is due, and resolves when nothing is. */
  catchUp(): Promise<void>;
  /** Starts to process in the background. */
  start(): void;
  /** Waits for the body that is being processed, and processes no other. */
  stop(): Promise<void>;
}

/** How often the queue is looked at for bodies that other processes received, and for those that are tried again, ms. */
const POLL = 2_000;

/** Makes the worker. It may run in several processes at once: see `processBodies`. */
export function createSourceWorker(deps: Deps): SourceWorker {
  const { database, bus, log, now } = deps;
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let stopListening: (() => void) | undefined;

  const processDue = coalesceRuns(async () => {
    const due = await database.read
      .selectFrom("received_bodies")
      .select(["property_id", "source_id"])
      .distinct()
      .where("next_try_at", "<=", now())
      .execute();
    for (const { property_id, source_id } of due)
      await processBodies(deps, property_id, source_id, stopping.signal);
  });
  const run = () => {
    if (stopping.signal.aborted) return;
    processDue().catch((err: unknown) =>
      log.error({ err }, "could not process received webhooks; it tries again"),
    );
  };

  return {
    catchUp: processDue,
    start() {
      stopListening = bus.on((event) => {
        if (event.kind === "body_queued") run();
      });
      timer = setInterval(run, POLL).unref();
      run();
    },
    async stop() {
      stopping.abort();
      stopListening?.();
      clearInterval(timer);
      await processDue().catch((err: unknown) =>
        log.warn({ err }, "could not end the processing of received webhooks"),
      );
    },
  };
}
