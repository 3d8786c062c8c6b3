import { pageAddress } from "./visitor.ts";

/** How long a page must stay open before it counts as visited, ms. */
const DELAY = 1000;

/**
 * Calls back for each page that stays open for a while: this one, and every new address of a single-page site.
 *
 * @param session ends it
 */
export function onEachPage(callback: () => void, session: AbortController): void {
  let page = "";
  let timer: ReturnType<typeof setTimeout>;
  const check = () => {
    const before = page;
    page = pageAddress();
    if (page !== before && !session.signal.aborted) callback();
  };
  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(window.requestIdleCallback ?? setTimeout, DELAY, check, { timeout: DELAY });
  };
  schedule();
  addEventListener("popstate", schedule, session);
  window.navigation?.addEventListener("currententrychange", schedule, session);
  session.signal.onabort = () => clearTimeout(timer);
}
