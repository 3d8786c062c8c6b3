import { type ReadonlySignal, signal } from "@preact/signals";
import { type Message, message } from "../i18n/translate.ts";

/** Asks the agent whether to leave. */
export interface LeaveTexts {
  readonly title: Message;
  readonly text: Message;
  readonly leave: Message;
  readonly stay: Message;
}

const UNSAVED: LeaveTexts = {
  title: message("Leave without saving?"),
  text: message("Your changes are not saved yet."),
  leave: message("Leave without saving"),
  stay: message("Keep editing"),
};

/** A navigation that waits for the agent's decision, because unsaved changes would be lost. */
interface Departure {
  readonly texts: LeaveTexts;
  leave(): void;
  stay(): void;
}

export interface UnsavedGuard {
  /** Set while the agent is being asked. */
  readonly asking: ReadonlySignal<Departure | null>;
  /** Asks before the page is left, except to addresses that `allows` accepts; the returned function ends that. */
  hold(allows: (url: URL) => boolean, texts?: LeaveTexts): () => void;
  /** Sets the current address of the page. */
  at(url: string): void;
  /** Listens to links, Back and the closing of the tab. Call it before the router registers its listeners. */
  install(): () => void;
}

/** The link that a click would follow in this tab, or null. */
function followed(event: MouseEvent): HTMLAnchorElement | null {
  const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.button !== 0;
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (modified || !(link instanceof HTMLAnchorElement)) return null;
  return link.target || link.hasAttribute("download") ? null : link;
}

/** Prevents the loss of unsaved changes by a link, by Back, or by closing the tab. */
export function createUnsavedGuard(page: Window): UnsavedGuard {
  const asking = signal<Departure | null>(null);
  let allowed: ((url: URL) => boolean) | null = null;
  let texts = UNSAVED;
  let here = page.location.href;

  const stops = (url: string) => allowed !== null && !allowed(new URL(url, page.location.href));

  const ask = (leave: () => void) => {
    const settle = (act: () => void) => () => {
      asking.value = null;
      act();
    };
    const go = () => {
      allowed = null;
      leave();
    };
    asking.value = { texts, leave: settle(go), stay: settle(() => undefined) };
  };

  const onClick = (event: MouseEvent) => {
    const link = followed(event);
    if (!link || !stops(link.href)) return;
    event.preventDefault();
    event.stopPropagation();
    ask(() => link.click());
  };

  const onPop = (event: PopStateEvent) => {
    if (!stops(page.location.href)) return;
    // the browser has already gone back: push the entry of this page again, and go back when the agent leaves
    event.stopImmediatePropagation();
    page.history.pushState(null, "", here);
    ask(() => page.history.back());
  };

  const onUnload = (event: BeforeUnloadEvent) => {
    if (allowed) event.preventDefault();
  };

  return {
    asking,
    hold(allows, how = UNSAVED) {
      allowed = allows;
      texts = how;
      return () => {
        if (allowed === allows) allowed = null;
      };
    },
    at(url) {
      here = url;
    },
    install() {
      page.addEventListener("click", onClick, { capture: true });
      page.addEventListener("popstate", onPop);
      page.addEventListener("beforeunload", onUnload);
      return () => {
        page.removeEventListener("click", onClick, { capture: true });
        page.removeEventListener("popstate", onPop);
        page.removeEventListener("beforeunload", onUnload);
      };
    },
  };
}
