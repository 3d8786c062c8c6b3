import type { State } from "../state/panel-state.ts";

const CAN_FOCUS = "button, input:not([tabindex]), select, textarea";

/** Keeps Tab inside the panel, closes it on Escape, and keeps what is typed from the page's keyboard shortcuts. */
export function guardKeys(
  panel: HTMLElement,
  root: ShadowRoot,
  close: () => void,
): (event: KeyboardEvent) => void {
  return (event) => {
    event.stopPropagation();
    if (event.type !== "keydown") return;
    if (event.key === "Escape" && !event.isComposing) return close();
    if (event.key !== "Tab") return;
    const stops = [...panel.querySelectorAll<HTMLElement>(CAN_FOCUS)];
    const [first, last] = [stops[0], stops.at(-1)];
    const at = root.activeElement;
    const leaving = event.shiftKey ? at === first || !stops.includes(at as HTMLElement) : at === last;
    if (!leaving) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  };
}

type Screen = State["screen"];

/**
 * Puts the focus where the visitor goes on after a change of screens: on the first faulty field, else on the first
 * field, else on the headline. On touch screens only a fault is worth the keyboard that pops up.
 *
 * @param before null: the panel has just opened
 */
export function startFocus(panel: HTMLElement, screen: Screen, before: Screen | null): void {
  if (before && !isNews(screen, before)) return;
  const find = (selector: string) => panel.querySelector<HTMLElement>(selector);
  const faulty = find("[aria-invalid=true]");
  const first = matchMedia("(pointer: coarse)").matches
    ? null
    : find("form :is(input:not([tabindex]), select, textarea)");
  (faulty ?? first ?? find("h2"))?.focus({ preventScroll: !faulty });
}

/** Another screen, a new form in the place of another, or one that was looked through and has faults. */
function isNews(screen: Screen, before: Screen): boolean {
  if (screen.at !== "form" || before.at !== "form") return screen.at !== before.at;
  const { since, form, notice } = screen;
  return (
    since !== before.since || form !== before.form || (notice !== before.notice && notice.kind === "check")
  );
}

/** Keeps a phone's sheet above its keyboard: the visual viewport is what the keyboard leaves. */
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
