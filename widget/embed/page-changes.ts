import { pageAddress } from "./visitor.ts";

declare global {
  interface Document {
    /** Whether the page is loaded in advance; not in TypeScript's DOM. */
    readonly prerendering?: boolean;
  }
}

/** How long a page must stay open, and a new address must stay the same, before it counts as visited, ms. */
const DELAY = 1000;

/**
 * Calls back for each page that stays open for a while: this one, every new address of a single-page site once it has
 * settled, and a page that the visitor returns to by the Back key.
 *
 * The address is compared every second, which costs some microseconds. It works in every engine (the Navigation API
 * does not), and it leaves `history` alone: functions of our own in place of `pushState` and `replaceState` would break
 * pages that replace these too and later restore them.
 *
 * @param onSecond is called every second, when the browser is idle
 * @param session ends it
 * @param isCounted whether this page has been called back for
 */
export function onEachPage(
  onPage: () => void,
  onSecond: () => void,
  session: AbortController,
  isCounted: unknown,
): void {
  let counted = isCounted ? pageAddress() : "";
  let last = counted;
  const check = () => {
    // a page that is prerendered may never be seen
    if (document.prerendering || session.signal.aborted) return;
    const now = pageAddress();
    // the first visit does not wait for an address that never settles
    if (now !== counted && (now === last || !counted)) {
      counted = now;
      onPage();
    }
    last = now;
    onSecond();
  };
  const timer = setInterval(window.requestIdleCallback ?? setTimeout, DELAY, check, { timeout: DELAY });
  addEventListener(
    "pageshow",
    ({ persisted }) => {
      if (persisted) counted = "";
    },
    session,
  );
  session.signal.onabort = () => clearInterval(timer);
}
