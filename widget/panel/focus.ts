import type { Screen } from "../state/panel-state.ts";

const FOCUSABLE = "button, input:not([tabindex]), select, textarea";

/** Creates the panel's key handler: Tab stays inside, Escape closes, and the page gets no key that is typed inside. */
export function createKeyHandler(panel: HTMLElement, close: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    event.stopPropagation();
    if (event.type !== "keydown") return;
    if (event.key === "Escape" && !event.isComposing) return close();
    if (event.key !== "Tab") return;
    const elements = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)];
    const [first, last] = [elements[0], elements.at(-1)];
    const { activeElement } = panel.getRootNode() as ShadowRoot;
    const isLeaving = event.shiftKey
      ? activeElement === first || !elements.includes(activeElement as HTMLElement)
      : activeElement === last;
    if (!isLeaving) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  };
}

/**
 * Moves the focus after a change of screens: to the first field with a fault, else to the first field, else to the
 * heading. On touch screens only a fault justifies the keyboard that opens with the focus.
 *
 * @param before null: the panel has just opened
 */
export function moveFocus(panel: HTMLElement, screen: Screen, before: Screen | null): void {
  if (before && !isNewScreen(screen, before)) return;
  const find = (selector: string) => panel.querySelector<HTMLElement>(selector);
  const faulty = find("[aria-invalid=true]");
  const first = matchMedia("(pointer: coarse)").matches
    ? null
    : find("form :is(input:not([tabindex]), select, textarea)");
  (faulty ?? first ?? find("h2"))?.focus({ preventScroll: !faulty });
}

/** Whether it is another screen, another form, or a form that was just validated with faults. */
function isNewScreen(screen: Screen, before: Screen): boolean {
  if (screen.kind !== "form" || before.kind !== "form") return screen.kind !== before.kind;
  const { since, form, notice } = screen;
  return (
    since !== before.since || form !== before.form || (notice !== before.notice && notice.kind === "check")
  );
}

/** Keeps a full-screen panel above the on-screen keyboard, which shrinks the visual viewport. */
export function followViewport(panel: HTMLElement, signal: AbortSignal): void {
  const view = window.visualViewport;
  if (!view) return;
  const follow = () => {
    panel.style.setProperty("--height", `${view.height}px`);
    panel.style.setProperty("--top", `${view.offsetTop}px`);
  };
  view.addEventListener("resize", follow, { signal });
  view.addEventListener("scroll", follow, { signal });
  follow();
}
