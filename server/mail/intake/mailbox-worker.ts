import { newId } from "../../platform/ids.ts";
import { settleWithin } from "../../platform/jobs/settle-within.ts";
import { coalesceRuns } from "../../platform/jobs/table-queue.ts";
import { type ReaderDeps, readMailbox } from "./imap/mailbox-reader.ts";
import { claimMailboxes, MAILBOX_LEASE, releaseMailboxes } from "./mailbox-leases.ts";
import { type ProcessDeps, processMails } from "./process-mails.ts";

export type MailboxWorkerDeps = ReaderDeps & ProcessDeps;

/** Reads the mailboxes of this process, and processes what was received. */
export interface MailboxWorker {
  /** Processes everything that is stored and due, and resolves when nothing is. */
  catchUp(): Promise<void>;
  /** Starts to read and to process in the background. */
  start(): void;
  /** Ends the connections and waits for what is being written, for ten seconds at most. */
  stop(): Promise<void>;
}

/** How often the queue is looked at for mails of other processes, and for those that are tried again, ms. */
const POLL = 1_000;
/** How long `stop` waits, ms. */
const PATIENCE = 10_000;

interface Reading {
  readonly end: AbortController;
  readonly done: Promise<void>;
}

/** Makes the worker. Several processes share the mailboxes by leases. */
export function createMailboxWorker(deps: MailboxWorkerDeps): MailboxWorker {
  const { database, log, now } = deps;
  const runner = newId(deps);
  const readings = new Map<string, Reading>();
  const timers = new Set<NodeJS.Timeout>();
  const stopping = new AbortController();
  let held: readonly string[] = [];
  let stopListening: (() => void) | null = null;

  const processDue = coalesceRuns(async () => {
    const due = await database.read
      .selectFrom("received_mails")
      .select("property_id")
      .distinct()
      .where("next_try_at", "<=", now())
      .execute();
    for (const { property_id } of due)
      if (held.includes(property_id)) await processMails(deps, property_id, stopping.signal);
  });
  const run = () => {
    if (stopping.signal.aborted) return;
    processDue().catch((err: unknown) =>
      log.error({ err }, "could not process received mails; it tries again"),
    );
  };
  const begin = (property: string) => {
    const end = new AbortController();
    const done = readMailbox(deps, property, runner, end.signal).catch((err: unknown) =>
      log.error({ err, property }, "could not read a mailbox; it tries again"),
    );
    const reading = { end, done };
    readings.set(property, reading);
    void done.then(() => {
      if (readings.get(property) === reading) readings.delete(property);
    });
  };
  const claim = coalesceRuns(async () => {
    held = await claimMailboxes(database, { runner, now: now() });
  });
  /** Reads every mailbox that this process holds, and no other. */
  const share = async () => {
    await claim();
    for (const [property, { end }] of readings) if (!held.includes(property)) end.abort();
    if (stopping.signal.aborted) return;
    for (const property of held) if (!readings.has(property)) begin(property);
  };
  const shareAgain = () => {
    if (stopping.signal.aborted) return;
    share().catch((err: unknown) =>
      log.warn({ err }, "could not renew the leases of mailboxes; it tries again"),
    );
  };
  const restart = (property: string) => {
    const reading = readings.get(property);
    reading?.end.abort();
    void Promise.resolve(reading?.done).then(shareAgain);
  };

  return {
    async catchUp() {
      await claim();
      await processDue();
    },
    start() {
      stopListening = deps.bus.on((event) => {
        if (event.kind === "mail_received") run();
        if (event.kind === "mailbox_settings") restart(event.property);
      });
      timers.add(setInterval(run, POLL).unref());
      timers.add(setInterval(shareAgain, MAILBOX_LEASE / 3).unref());
      shareAgain();
    },
    async stop() {
      stopping.abort();
      stopListening?.();
      for (const timer of timers) clearInterval(timer);
      for (const { end } of readings.values()) end.abort();
      const rest = Promise.allSettled([
        processDue(),
        claim(),
        ...[...readings.values()].map(({ done }) => done),
      ]);
      await settleWithin(rest, PATIENCE);
      if (held.length)
        await releaseMailboxes(database, runner).catch((err: unknown) =>
          log.warn({ err }, "could not give up the leases of mailboxes; they end by themselves"),
        );
    },
  };
}
