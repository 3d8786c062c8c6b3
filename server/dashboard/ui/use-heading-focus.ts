import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Moves the focus to a new screen's heading, if what had the focus is gone or out of sight. */
export function useHeadingFocus(heading: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const focused = document.activeElement;
    const lost = !focused || focused === document.body || focused.getClientRects().length === 0;
    if (lost) heading.current?.focus({ preventScroll: true });
  }, [heading]);
}
