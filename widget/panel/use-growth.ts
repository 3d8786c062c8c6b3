import { useLayoutEffect, useRef } from "preact/hooks";

/** The most characters that a text area takes: a longer text would block the browser for a while. */
export const MAX_INPUT = 1e5;

/**
 * Lets a text area grow with its text, in browsers that cannot do it by the style sheet (`field-sizing`).
 *
 * @returns the ref of the text area
 */
export function useGrowth(text: string) {
  const ref = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const area = ref.current;
    if (!area || CSS.supports("field-sizing:content")) return;
    area.style.height = "";
    area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  }, [text]);
  return ref;
}
