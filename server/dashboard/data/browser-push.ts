import * as z from "zod/mini";
import { OpenRequest } from "../../../shared/push-message.ts";
import { BASE } from "./base-path.ts";
import { followLink } from "./follow-link.ts";
import { type BrowserPush, PUSH_AGENT, type PushDeps } from "./push.ts";
import { workerRegistration } from "./worker-registration.ts";

const WORKER = `${BASE}/dashboard/service-worker.js`;

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
  const push: BrowserPush = {
    isSupported: hasWorkers && "PushManager" in page,
    start({ session, presence, ...deps }) {
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
        if (request.success) followLink(request.data.path);
      });
      session.state.subscribe((state) => {
        if (state.kind === "in") void renew({ ...deps, push }, state.me.agent.id);
      });
      presence.counts.subscribe((counts) =>
        showBadge(
          navigator,
          [...counts.values()].reduce((sum, { unread }) => sum + unread, 0),
        ),
      );
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
  return push;
}

/** Subscribes again if this agent has turned push messages on in this browser: a subscription ends with its session. */
async function renew(deps: PushDeps, agent: string): Promise<void> {
  if (!deps.push.isSupported || deps.preferences.getItem(PUSH_AGENT) !== agent) return;
  try {
    const { turnPushOn } = await import("./push-subscription.ts");
    await turnPushOn(deps, agent);
  } catch {
    // the page for notifications shows what is wrong
  }
}

/** Shows a number on the icon of the installed app; 0: none. */
function showBadge(navigator: Navigator, count: number): void {
  // browsers without badges, or with badges turned off
  if ("setAppBadge" in navigator) navigator.setAppBadge(count).catch(() => undefined);
}

/** The server's key that a subscription was made with, base64url. */
function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
