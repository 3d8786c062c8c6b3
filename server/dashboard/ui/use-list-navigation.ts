import { useEffect, useId, useState } from "preact/hooks";
import { isComposing } from "./is-composing.ts";

interface ListNavigationOptions {
  /** The number of options; 0 while the list is closed. */
  readonly count: number;
  /** The index of the option that is active before a key is pressed; -1: none. */
  readonly initial: number;
  readonly choose: (index: number) => void;
  /** Null: Escape does not close the list, and is left to what is around it. */
  readonly close: (() => void) | null;
  /** The keys that choose the active option. */
  readonly chooseKeys: readonly ("Enter" | "Tab")[];
  /** Whether Home and End move to the first and the last option. Otherwise they move the caret. */
  readonly homeAndEnd?: boolean;
}

/**
 * The keyboard of a list of options below a text field that keeps the focus, as in the ARIA combobox pattern: ArrowUp
 * and ArrowDown move to an option, Escape closes the list.
 */
export function useListNavigation(options: ListNavigationOptions) {
  const { count, initial, choose, close, chooseKeys, homeAndEnd = false } = options;
  const listId = useId();
  const [moved, setActive] = useState<number | null>(null);
  const active = Math.min(moved ?? initial, count - 1);
  const optionId = (index: number) => `${listId}-${index}`;
  const activeId = active >= 0 ? optionId(active) : undefined;

  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
  }, [activeId]);

  return {
    listId,
    active,
    /** Makes the initial option active again. Call it after the options have changed. */
    reset: () => setActive(null),
    /** Handles a key that is pressed in the text field. @returns whether the key was used */
    handleKey(event: KeyboardEvent): boolean {
      if (!count || isComposing(event)) return false;
      const chooses = chooseKeys.some((key) => key === event.key);
      const next = nextIndex(event.key, active, count, homeAndEnd);
      if (next !== null) setActive(next);
      else if (chooses && active >= 0) choose(active);
      else if (event.key === "Escape" && close) close();
      else return false;
      event.preventDefault();
      return true;
    },
    /** The attributes of the text field. */
    fieldProps: {
      "aria-autocomplete": "list",
      "aria-controls": count ? listId : undefined,
      "aria-activedescendant": activeId,
    } as const,
    /** The attributes of an option. The mouse does not take the focus from the text field. */
    optionProps: (index: number) =>
      ({
        id: optionId(index),
        role: "option",
        tabIndex: -1,
        "aria-selected": index === active,
        onMouseDown: (event: MouseEvent) => event.preventDefault(),
        onClick: () => choose(index),
      }) as const,
  };
}

/** The index that a key leads to; null if the key moves nothing. The arrow keys continue at the other end of the list. */
export function nextIndex(key: string, active: number, count: number, homeAndEnd: boolean): number | null {
  if (key === "ArrowDown") return (active + 1) % count;
  if (key === "ArrowUp") return active <= 0 ? count - 1 : active - 1;
  if (!homeAndEnd || active < 0) return null;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}
