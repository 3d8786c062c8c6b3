import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useServices } from "../services.tsx";
import { isShortcut } from "./window-list.tsx";

const KEY = "foyer.shortcuts";
const revision = signal(0);

/** Whether single letters act (WCAG 2.1.4: they can be turned off), and the way to change that. */
export function useLetterShortcuts(): { readonly on: boolean; readonly set: (on: boolean) => void } {
  const { storage } = useServices();
  void revision.value;
  return {
    on: storage.getItem(KEY) !== "off",
    set(on) {
      storage.setItem(KEY, on ? "on" : "off");
      revision.value++;
    },
  };
}

/** Single keys that act on the page while nothing is being typed. */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  const { on } = useLetterShortcuts();
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    if (!on) return;
    const onKey = (event: KeyboardEvent) => {
      const act = Object.hasOwn(latest.current, event.key) ? latest.current[event.key] : undefined;
      if (!act || !isShortcut(event)) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [on]);
}
