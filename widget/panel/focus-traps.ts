import { isTab, keepTabInside } from "./focus.ts";

/**
 * Events of the widget that a modal of the page must not get: libraries pull the focus back into their modal, cancel a press
 * outside it, or close it, and keep everything outside from scrolling.
 */
const PRIVATE_EVENTS = ["focusin", "pointerdown", "mousedown", "touchstart", "touchmove", "wheel"];

/**
 * Lets the visitor write in the widget while a modal of the page (Bootstrap, jQuery UI, MUI, Radix, focus-trap) traps the
 * focus. Such libraries listen at the document, some of them in the capture phase, so only a listener at the window is
 * called before theirs. Without a modal, a page misses nothing that it could use.
 *
 * @param root of the widget
 */
export function escapeFocusTraps(root: ShadowRoot, signal: AbortSignal): void {
  const options = { capture: true, passive: true, signal };
  const isInside = (event: Event) => event.composedPath().includes(root);
  for (const type of PRIVATE_EVENTS)
    addEventListener(type, (event) => isInside(event) && event.stopImmediatePropagation(), options);

  // the default action of Tab remains
  addEventListener(
    "keydown",
    (event) => {
      if (!isTab(event) || !isInside(event)) return;
      event.stopImmediatePropagation();
      const dialog = root.querySelector<HTMLElement>("[role=dialog]");
      if (dialog) keepTabInside(event, dialog);
    },
    { capture: true, signal },
  );

  addEventListener(
    "focusout",
    (event) => {
      if (event.relatedTarget === root.host && (event.target as Element).closest("[role$=dialog]"))
        event.stopImmediatePropagation();
    },
    options,
  );

  // a click has to pass the document, because the browser acts on the event itself; one that a trap has stopped is repeated
  addEventListener(
    "click",
    (event) => {
      if (!event.isTrusted || !isInside(event)) return;
      const [target] = event.composedPath();
      const { detail } = event;
      const arrival = new AbortController();
      root.addEventListener("click", () => arrival.abort(), { capture: true, signal: arrival.signal });
      setTimeout(() => {
        if (arrival.signal.aborted) return;
        arrival.abort();
        target?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail }));
      });
    },
    options,
  );
}
