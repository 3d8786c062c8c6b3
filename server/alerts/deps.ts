import type { LeasedWorker } from "../platform/jobs/leased-worker.ts";
import type { SendAlertsDeps } from "./send-alerts.ts";

/** Dependencies of alerts. */
export interface AlertDeps extends SendAlertsDeps {
  readonly alertWorker: LeasedWorker;
}
