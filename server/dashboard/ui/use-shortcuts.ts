import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useServices } from "../app/services.tsx";
import { shortcutKey } from "./shortcut-keys.ts";
import { isShortcut } from "./virtual-list.tsx";

const KEY = "foyer.shortcuts";
const revision = signal(0);

/** Whether single letters act (WCAG 2.1.4: they can be turned off), and the way to change that. */
export function useLetterShortcuts(): { readonly on: boolean; readonly set: (on: boolean) => void } {
  const { preferences } = useServices();
  void revision.value;
  return {
    on: preferences.getItem(KEY) !== "off",
    set(on) {
      preferences.setItem(KEY, on ? "on" : "off");
      revision.value++;
    },
  };
}

/** How long after `g` the second key still counts, in milliseconds. */
const SECOND_KEY = 1_500;
let firstKey: { key: string; at: number } | null = null;

/**
 * Single keys that act on the page while nothing is being typed; `g i` is the one key after the other.
 *
 * @param actions by `shortcutKey`
 */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  const { on } = useLetterShortcuts();
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    if (!on) return;
    const onKey = (event: KeyboardEvent) => {
      if (!isShortcut(event)) return;
      const waiting = firstKey && event.timeStamp - firstKey.at < SECOND_KEY ? firstKey.key : null;
      const key = shortcutKey(event);
      const wanted = waiting && event.timeStamp !== firstKey?.at ? `${waiting} ${key}` : key;
      const act = Object.hasOwn(latest.current, wanted) ? latest.current[wanted] : undefined;
      if (Object.keys(latest.current).some((keys) => keys.startsWith(`${key} `)))
        firstKey = { key, at: event.timeStamp };
      else if (act) firstKey = null;
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [on]);
}
