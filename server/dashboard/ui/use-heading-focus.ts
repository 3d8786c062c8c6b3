import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Moves the focus to the heading of a new screen, if the focused element was removed or hidden. */
export function useHeadingFocus(heading: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const focused = document.activeElement;
    const lost = !focused || focused === document.body || focused.getClientRects().length === 0;
    if (lost) heading.current?.focus({ preventScroll: true });
  }, [heading]);
}
