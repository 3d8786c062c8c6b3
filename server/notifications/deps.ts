import type { LeasedWorker } from "../platform/jobs/leased-worker.ts";
import type { PushKeys } from "./push/push-keys.ts";
import type { UnsubscribeSecrets } from "./unsubscribe.ts";

/** Dependencies of agents' notifications. */
export interface NotificationDeps extends UnsubscribeSecrets {
  readonly pushKeys: PushKeys;
  readonly notificationWorker: LeasedWorker;
}
