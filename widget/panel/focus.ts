import type { Screen } from "../state/panel-state.ts";

/** The code of the Tab key: for Shift+Tab, WebKit on Linux has no name. */
const TAB = 9;

/** Whether the key belongs to an input method. Safari reports by a key code that it ends the composition. */
export const isComposing = (event: KeyboardEvent) => event.isComposing || event.keyCode === 229;

export const isEscape = (event: KeyboardEvent) => event.key === "Escape" && !isComposing(event);

export const isTab = (event: KeyboardEvent) => event.key === "Tab" || event.keyCode === TAB;

/** Keeps the focus inside the open dialog (WAI-ARIA: modal dialog) when Tab is pressed. */
export function keepTabInside(event: KeyboardEvent, dialog: HTMLElement): void {
  const elements = [...dialog.querySelectorAll<HTMLElement>("*")];
  const isStop = ({ tabIndex }: HTMLElement) => tabIndex >= 0;
  const [first, last] = [elements.find(isStop), elements.findLast(isStop)];
  const { activeElement } = dialog.getRootNode() as ShadowRoot; // the panel has put it there
  // the dialog itself has the focus after a click beside the fields, and nothing is before it
  const isLeaving = event.shiftKey
    ? activeElement === first || activeElement === dialog
    : activeElement === last;
  if (!isLeaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
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
