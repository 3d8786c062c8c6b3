import type { Deps } from "../../deps.ts";
import { newId } from "../../platform/ids.ts";
import { settleWithin } from "../../platform/jobs/settle-within.ts";
import { coalesceRuns } from "../../platform/jobs/table-queue.ts";
import { writeResult } from "../../platform/jobs/write-result.ts";
import { randomFraction } from "../../platform/random-fraction.ts";
import type { MailAccounts } from "../settings/mail-accounts.ts";
import { MailError, mailFailure } from "../transport/failure.ts";
import { toSent, toUnsent } from "./change-mail.ts";
import { claimMails, LEASE, noteResult, recoverMails, renewLeases } from "./claim-mails.ts";
import { loadMail } from "./load-mail.ts";
import type { MailRow } from "./mail-rows.ts";
import { type AccountPause, planPause } from "./plan-pause.ts";

export interface WorkerDeps extends Pick<Deps, "database" | "files" | "log" | "bus" | "now" | "random"> {
  readonly accounts: MailAccounts;
}

/** Sends the mails of the queue. */
export interface MailWorker {
  /** Sends what is due, and resolves when nothing is. */
  catchUp(): Promise<void>;
  /** Starts to send in the background, at once when a mail is queued. */
  start(): void;
  /** Ends after the mails that are being sent, or after ten seconds. Others are continued by the next process. */
  stop(): Promise<void>;
}

/** How often the queue is looked at for mails of other processes, and for those that are due again, ms. */
const POLL = 1_000;
/** Mails of one property, and of all, that are sent at the same time. */
const MAX_OF_PROPERTY = 5;
const MAX_TOTAL = 20;
/** How long `stop` waits, ms. */
const PATIENCE = 10_000;

/**
 * Makes the worker. Several processes may work on one queue: each holds what it sends by a lease, and takes over what a
 * process that died has left.
 */
export function createMailWorker(deps: WorkerDeps): MailWorker {
  const { database, log, now } = deps;
  const runner = newId(deps);
  const sending = new Map<string, { readonly property: string; readonly done: Promise<void> }>();
  const pauses = new Map<string, AccountPause>();
  const timers = new Set<NodeJS.Timeout>();
  let isStopping = false;
  let stopListening: (() => void) | null = null;

  const random = () => randomFraction(deps.random);
  const sendingOf = (property: string) =>
    [...sending.values()].filter((one) => one.property === property).length;
  const capacityFor = (property: string) => MAX_OF_PROPERTY - sendingOf(property);
  /** Properties that wait for a free place, or for their server. */
  const unavailable = () => {
    const busy = [...sending.values()].map(({ property }) => property).filter((one) => capacityFor(one) <= 0);
    const paused = [...pauses].flatMap(([property, { until }]) => (now() < until ? [property] : []));
    return [...new Set([...busy, ...paused])];
  };

  const round = coalesceRuns(async () => {
    await recoverMails(database, { alive: [...sending.keys()], random, now: now() });
    while (!isStopping && sending.size < MAX_TOTAL) {
      const claimed = await claimMails(database, { runner, now: now(), except: unavailable(), capacityFor });
      for (const row of claimed) begin(row);
      if (!claimed.length) return;
    }
  });
  const run = () => {
    if (isStopping) return;
    round().catch((err: unknown) => log.error({ err }, "could not read the queue of mails; it tries again"));
  };
  const begin = (row: MailRow) => {
    const done = attempt(deps, row, random).then((code) => {
      sending.delete(row.id);
      const next = planPause(pauses.get(row.property_id) ?? null, code, now());
      if (next) pauses.set(row.property_id, next);
      else pauses.delete(row.property_id);
      // a place is free
      run();
    });
    sending.set(row.id, { property: row.property_id, done });
  };
  const renew = () => {
    if (!sending.size) return;
    renewLeases(database, runner, [...sending.keys()], now()).catch((err: unknown) =>
      log.warn({ err }, "could not renew the leases of mails; another process may send them again"),
    );
  };
  const settle = () => Promise.all([...sending.values()].map(({ done }) => done));

  return {
    async catchUp() {
      do {
        await round();
        await settle();
        await round();
      } while (sending.size);
    },
    start() {
      stopListening = deps.bus.on((event) => {
        if (event.kind === "mail_settings") pauses.delete(event.property);
        const isDue = event.kind === "mail" && event.mail.state === "queued" && event.mail.attempts === 0;
        if (isDue || event.kind === "mail_settings") run();
      });
      timers.add(setInterval(run, POLL).unref());
      timers.add(setInterval(renew, LEASE / 3).unref());
      run();
    },
    async stop() {
      isStopping = true;
      stopListening?.();
      await settleWithin(settle(), PATIENCE);
      for (const timer of timers) clearInterval(timer);
      deps.accounts.close();
    },
  };
}

/**
 * Sends a claimed mail and writes the result.
 *
 * @returns the code of the failure; null: it was sent
 */
async function attempt(deps: WorkerDeps, row: MailRow, random: () => number) {
  const { database, accounts, log, now } = deps;
  const note = (change: Parameters<typeof noteResult>[2]) =>
    writeResult(() => noteResult(database, row, change)).catch((err: unknown) =>
      log.error({ err, mail: row.id }, "could not write the result of a mail; it may be sent again"),
    );
  try {
    const account = await accounts.open(row.property_id);
    if (!account) throw new MailError(mailFailure("mail_not_configured"));
    const accepted = await account.transport.send(
      await loadMail({ database, files: deps.files }, row, account.settings),
    );
    await note((current) => toSent(current, accepted, now()));
    return null;
  } catch (err) {
    if (!(err instanceof MailError))
      log.error({ err, mail: row.id }, "could not prepare a mail; it is tried again");
    const failure = err instanceof MailError ? err.failure : mailFailure("mail_internal");
    await note((current) => toUnsent(current, failure, random(), now()));
    return failure.code;
  }
}
