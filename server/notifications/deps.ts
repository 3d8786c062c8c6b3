import type { LeasedWorker } from "../platform/jobs/leased-worker.ts";
import type { PushKeys } from "./push/push-keys.ts";
import type { RecordDeps } from "./record-notifications.ts";
import type { UnsubscribeSecrets } from "./unsubscribe.ts";

/** Dependencies of agents' notifications. */
export interface NotificationDeps extends UnsubscribeSecrets, Pick<RecordDeps, "onNoteMentions"> {
  readonly pushKeys: PushKeys;
  readonly notificationWorker: LeasedWorker;
}
