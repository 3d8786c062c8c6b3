import { setTimeout as pause } from "node:timers/promises";
import { newId } from "../platform/ids.ts";
import { coalesceRuns } from "../platform/jobs/table-queue.ts";
import { claimPush, type PushBatch } from "./push/claim-push.ts";
import { type PushDeps, sendPush } from "./push/send-push.ts";
import { type RecordDeps, recordNotifications } from "./record-notifications.ts";
import { type SendMailDeps, sendDueMails } from "./send-mails.ts";

export interface NotificationWorkerDeps extends RecordDeps, SendMailDeps, PushDeps {}

/** Tells agents of what concerns them. */
export interface NotificationWorker {
  /** Tells what is due, and resolves when nothing is. */
  catchUp(): Promise<void>;
  /** Starts to work in the background. */
  start(): void;
  /** Ends after the messages that are being sent, or after ten seconds. Others are continued by the next process. */
  stop(): Promise<void>;
}

/** How often it looks for what has happened and what is due, ms. */
const POLL = 1_000;
/** Browsers that are sent to at the same time. */
const MAX_SENDING = 10;
/** How long `stop` waits, ms. */
const PATIENCE = 10_000;

/** Makes the worker. Several processes may work: the cursor and the leases say who does what. */
export function createNotificationWorker(deps: NotificationWorkerDeps): NotificationWorker {
  const { database, log, now } = deps;
  const runner = newId(deps);
  const sending = new Map<string, Promise<void>>();
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;

  const begin = (batch: PushBatch) => {
    const { id } = batch.subscription;
    const done = sendPush(deps, batch)
      .catch((err: unknown) =>
        log.error({ err }, "could not send a push message; it is sent when its lease has run out"),
      )
      .finally(() => sending.delete(id));
    sending.set(id, done);
  };
  const round = coalesceRuns(async () => {
    await recordNotifications(deps);
    await sendDueMails(deps);
    const limit = MAX_SENDING - sending.size;
    if (limit <= 0 || isStopping) return;
    const claimed = await claimPush(database, { runner, now: now(), limit, except: [...sending.keys()] });
    for (const batch of claimed) begin(batch);
  });
  const settle = () => Promise.all(sending.values());

  return {
    async catchUp() {
      do {
        await settle();
        await round();
      } while (sending.size);
    },
    start() {
      timer = setInterval(() => {
        if (isStopping) return;
        round().catch((err: unknown) => log.error({ err }, "could not tell agents; it tries again"));
      }, POLL).unref();
    },
    async stop() {
      isStopping = true;
      clearInterval(timer);
      const limit = new AbortController();
      await Promise.race([settle(), pause(PATIENCE, null, { signal: limit.signal })]);
      limit.abort();
    },
  };
}
