import { BASE } from "../data/base-path.ts";
import { type OpenWindow, openPage, toNotification } from "./push-events.ts";

// It handles no `fetch`: nothing is cached, so no dashboard is stale and nothing of a visitor stays in the browser.

interface WaitingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface PushEvent extends WaitingEvent {
  readonly data: { text(): string } | null;
}
interface ClickEvent extends WaitingEvent {
  readonly notification: Notification;
}
interface SubscriptionChange extends WaitingEvent {
  readonly oldSubscription: PushSubscription | null;
}

/** The used part of a service worker's scope: TypeScript's library for pages does not have it. */
interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly navigator: { setAppBadge?(count: number): Promise<void> };
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: "window"; includeUncontrolled: true }): Promise<readonly OpenWindow[]>;
    openWindow(path: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(name: "install" | "activate", listener: (event: WaitingEvent) => void): void;
  addEventListener(name: "push", listener: (event: PushEvent) => void): void;
  addEventListener(name: "notificationclick", listener: (event: ClickEvent) => void): void;
  addEventListener(name: "pushsubscriptionchange", listener: (event: SubscriptionChange) => void): void;
}

const worker = globalThis as unknown as WorkerScope;

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("push", (event) => {
  const { title, options, unread } = toNotification(event.data?.text() ?? null);
  const shown = worker.registration.showNotification(title, options);
  // a browser without badges on icons, or with badges turned off
  const badge = unread === null ? undefined : worker.navigator.setAppBadge?.(unread).catch(() => undefined);
  event.waitUntil(Promise.all([shown, badge]));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const open = async () => {
    const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
    await openPage(windows, event.notification.data, (path) => worker.clients.openWindow(path));
  };
  event.waitUntil(open());
});

worker.addEventListener("pushsubscriptionchange", (event) => {
  const renew = async () => {
    const options = event.oldSubscription?.options;
    if (!options) return; // the next page of the dashboard subscribes again
    const { endpoint, keys } = (await worker.registration.pushManager.subscribe(options)).toJSON();
    await fetch(`${BASE}/api/me/push-subscription`, {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ endpoint, p256dh: keys?.p256dh, auth: keys?.auth }),
    });
  };
  event.waitUntil(renew());
});
