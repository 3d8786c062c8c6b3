/**
 * Tells assistive technology, by `aria-expanded`, whether the page's own launcher has opened the chat, and moves the
 * focus back to it.
 *
 * @param selector of the page's own launchers
 * @param events the widget's
 */
export function describeOwnLauncher(selector: string, events: EventTarget, signal: AbortSignal): void {
  let used: HTMLElement | null = null;
  const onClick = ({ target }: Event) => {
    const found = target instanceof Element && target.closest<HTMLElement>(selector);
    if (found) used = found;
  };
  const onToggle = ({ type }: Event) => {
    for (const element of document.querySelectorAll(selector))
      element.setAttribute("aria-expanded", String(type === "open"));
    if (type === "close" && document.activeElement === document.body) used?.focus();
  };
  addEventListener("click", onClick, { capture: true, signal });
  for (const type of ["open", "close"]) events.addEventListener(type, onToggle, { signal });
}
