/**
 * Tells assistive technology, by `aria-expanded`, whether the page's own launcher has opened the chat, and moves the
 * focus back to it.
 *
 * @param selectorOf gets the selector of the page's own launchers; undefined: it has none
 * @param isOpen whether the chat is open already
 * @param events the widget's
 * @returns the listener that the window needs for clicks
 */
export function describeOwnLauncher(
  selectorOf: () => string | undefined,
  isOpen: boolean,
  events: EventTarget,
  signal: AbortSignal,
): (event: Event) => void {
  let used: HTMLElement | null = null;
  const describe = (isOpen: boolean) => {
    const selector = selectorOf();
    for (const element of selector ? document.querySelectorAll(selector) : [])
      element.setAttribute("aria-expanded", String(isOpen));
  };
  const onClose = () => {
    describe(false);
    const selector = selectorOf();
    // the first click may have been before this was loaded
    const launcher = used ?? (selector ? document.querySelector<HTMLElement>(selector) : null);
    if (document.activeElement === document.body) launcher?.focus();
  };
  events.addEventListener("open", () => describe(true), { signal });
  events.addEventListener("close", onClose, { signal });
  describe(isOpen);
  return ({ target }) => {
    const selector = selectorOf();
    const found = selector && target instanceof Element && target.closest<HTMLElement>(selector);
    if (found) used = found;
  };
}
