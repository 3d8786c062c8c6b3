import { BASE } from "./base-path.ts";

/** The registration of the dashboard's service worker; undefined: there is none, or not yet. */
export async function workerRegistration(): Promise<ServiceWorkerRegistration | undefined> {
  return "serviceWorker" in navigator
    ? navigator.serviceWorker.getRegistration(`${BASE}/dashboard/`)
    : undefined;
}
