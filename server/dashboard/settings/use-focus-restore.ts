import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/**
 * Restores the focus after a frame in `box` has taken it. The widget focuses itself when it opens, even in an inert
 * frame, and would interrupt the agent's typing.
 *
 * @param free whether the agent is trying the frame out, so that it can have the focus
 * @param left called when the focus moves elsewhere in the page
 */
export function useFocusRestore(box: RefObject<HTMLElement | null>, free: boolean, left: () => void): void {
  const onLeft = useRef(left);
  onLeft.current = left;
  useEffect(() => {
    let last = document.activeElement;
    let later: ReturnType<typeof setTimeout>;
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement) || box.current?.contains(target)) return;
      last = target;
      onLeft.current();
    };
    const giveBack = () => {
      if (last instanceof HTMLElement && box.current?.contains(document.activeElement))
        last.focus({ preventScroll: true });
    };
    // the page loses the focus shortly before the frame has it
    const onBlur = () => {
      if (!free) later = setTimeout(giveBack);
    };
    document.addEventListener("focusin", remember);
    window.addEventListener("blur", onBlur);
    return () => {
      clearTimeout(later);
      document.removeEventListener("focusin", remember);
      window.removeEventListener("blur", onBlur);
    };
  }, [box, free]);
}
