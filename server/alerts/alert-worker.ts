import { newId } from "../platform/ids.ts";
import { createLeasedWorker, type LeasedWorker } from "../platform/jobs/leased-worker.ts";
import { claimAlerts } from "./claim-alerts.ts";
import { type RecordAlertsDeps, recordAlerts } from "./record-alerts.ts";
import { type SendAlertsDeps, sendAlerts } from "./send-alerts.ts";

export interface AlertWorkerDeps extends RecordAlertsDeps, SendAlertsDeps {}

/** Makes the worker that alerts teams in their chat services. Several processes may work: the cursor and the leases say who does what. */
export function createAlertWorker(deps: AlertWorkerDeps): LeasedWorker {
  const { database, log, now } = deps;
  const runner = newId(deps);
  return createLeasedWorker({
    async claim(limit, except) {
      await recordAlerts(deps);
      return claimAlerts(database, { runner, now: now(), limit, except });
    },
    keyOf: ({ channel }) => channel.id,
    process: (batch) => sendAlerts(deps, batch),
    onError(err, failed) {
      const what =
        failed === "round"
          ? "could not alert teams; it tries again"
          : "could not write what became of an alert; it is sent again when its lease has run out";
      log.error({ err }, what);
    },
  });
}
