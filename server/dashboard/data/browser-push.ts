import * as z from "zod/mini";
import type { PushSubscriptionWrite } from "../../../shared/notifications.ts";
import { OpenRequest } from "../../../shared/push-message.ts";
import { workerRegistration } from "./worker-registration.ts";

/** What a browser offers a closed dashboard: a service worker, and push messages. */
export interface BrowserPush {
  /** Whether it can get push messages. */
  readonly isSupported: boolean;
  /** Starts the service worker, and calls the listener with the page to open whenever a notification is tapped. */
  start(onOpen: (path: string) => void): void;
  /**
   * Subscribes, or gives the subscription that there is.
   *
   * @param applicationServerKey the server's public key, base64url
   * @throws DOMException if the permission is missing or the browser has no push service
   */
  subscribe(applicationServerKey: string): Promise<PushSubscriptionWrite>;
  unsubscribe(): Promise<void>;
}

const WORKER = "/dashboard/service-worker.js";

/** Not in TypeScript's DOM. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ): { createScriptURL(address: string): string };
}

/** The push messages of a browser. A page that is not served securely has none. */
export function browserPush(page: Window & { readonly trustedTypes?: TrustedTypes }): BrowserPush {
  const { navigator } = page;
  const hasWorkers = "serviceWorker" in navigator;
  return {
    isSupported: hasWorkers && "PushManager" in page,
    start(onOpen) {
      if (!hasWorkers) return;
      const policy = page.trustedTypes?.createPolicy("foyer-worker", {
        createScriptURL: (address) => address,
      });
      navigator.serviceWorker
        .register(policy?.createScriptURL(WORKER) ?? WORKER)
        // storage is forbidden: the dashboard works without
        .catch(() => undefined);
      navigator.serviceWorker.addEventListener("message", ({ data }) => {
        const request = z.safeParse(OpenRequest, data);
        if (request.success) onOpen(request.data.path);
      });
    },
    async subscribe(applicationServerKey) {
      const { pushManager } = await navigator.serviceWorker.ready;
      const current = await pushManager.getSubscription();
      if (current && keyOf(current) !== applicationServerKey) await current.unsubscribe();
      const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
      const { endpoint = "", keys } = made.toJSON();
      return { endpoint, p256dh: keys?.p256dh ?? "", auth: keys?.auth ?? "" };
    },
    async unsubscribe() {
      const subscription = await (await workerRegistration())?.pushManager.getSubscription();
      await subscription?.unsubscribe();
    },
  };
}

/** The server's key that a subscription was made with, base64url. */
function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
