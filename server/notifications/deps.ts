import type { NotificationWorker } from "./notification-worker.ts";
import type { PushKeys } from "./push/push-keys.ts";
import type { UnsubscribeSecrets } from "./unsubscribe.ts";

/** Dependencies of agents' notifications. */
export interface NotificationDeps extends UnsubscribeSecrets {
  readonly pushKeys: PushKeys;
  readonly notificationWorker: NotificationWorker;
}
