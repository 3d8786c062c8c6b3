import { newId } from "../platform/ids.ts";
import { createLeasedWorker, type LeasedWorker } from "../platform/jobs/leased-worker.ts";
import { claimPush } from "./push/claim-push.ts";
import { type PushDeps, sendPush } from "./push/send-push.ts";
import { type RecordDeps, recordNotifications } from "./record-notifications.ts";
import { type SendMailDeps, sendDueMails } from "./send-mails.ts";

export interface NotificationWorkerDeps extends RecordDeps, SendMailDeps, PushDeps {}

/** Makes the worker that tells agents of what concerns them. Several processes may work: the cursor and the leases say who does what. */
export function createNotificationWorker(deps: NotificationWorkerDeps): LeasedWorker {
  const { database, log, now } = deps;
  const runner = newId(deps);
  return createLeasedWorker({
    async claim(limit, except) {
      await recordNotifications(deps);
      await sendDueMails(deps);
      return limit ? claimPush(database, { runner, now: now(), limit, except }) : [];
    },
    keyOf: ({ subscription }) => subscription.id,
    process: (batch) => sendPush(deps, batch),
    onError(err, failed) {
      const what =
        failed === "round"
          ? "could not tell agents; it tries again"
          : "could not send a push message; it is sent when its lease has run out";
      log.error({ err }, what);
    },
  });
}
