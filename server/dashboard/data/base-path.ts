/** The address of the service worker below the path of the public address. */
const WORKER_PATH = /\/dashboard\/service-worker\.js$/;

/**
 * The path of the server's public address, before the paths of all routes, such as `/chat`; empty: none. The server writes
 * it into the page; the service worker, which has no page, finds it in its own address.
 */
export const BASE = readBase(globalThis);

function readBase({ document, location }: Partial<Pick<typeof globalThis, "document" | "location">>): string {
  if (document) return document.documentElement.dataset.base ?? "";
  return location && WORKER_PATH.test(location.pathname) ? location.pathname.replace(WORKER_PATH, "") : "";
}
