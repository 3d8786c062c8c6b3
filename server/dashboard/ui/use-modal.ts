import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Shows a dialog before everything else for as long as it is drawn, and gives the focus back to where it was. The
 * browser would do so by itself, but not for a dialog that is already gone from the page when it is closed.
 */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  // before the browser takes the focus away from what is behind
  useLayoutEffect(() => {
    const before = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    // where there is something to write, that is what it is for
    shown?.querySelector<HTMLElement>(".input")?.focus();
    return () => {
      shown?.close();
      // once what was behind can have it again
      queueMicrotask(() => {
        if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
      });
    };
  }, []);
  return dialog;
}
