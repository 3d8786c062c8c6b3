import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/**
 * Keeps the focus where the agent is typing. The widget takes it when it opens, also inside a frame that is inert;
 * what a frame in `box` takes without having been asked for goes back to where it was.
 *
 * @param free whether the agent is trying the frame out
 * @param left called when the agent goes on elsewhere
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
    // the page loses the focus a moment before the frame has it
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
