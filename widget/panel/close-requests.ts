import type { PanelStore } from "../state/panel-store.ts";

interface CloseWatcher {
  onclose: (() => void) | null;
  destroy(): void;
}

declare global {
  interface Window {
    /** https://developer.mozilla.org/docs/Web/API/CloseWatcher */
    CloseWatcher?: new () => CloseWatcher;
  }
}

/**
 * Closes the panel by the Back key of a phone, where the browser can tell it. With a mouse there is no such key, and the
 * browser would take Escape for it, also outside the panel.
 */
export function closeOnRequest(store: PanelStore, close: () => void, signal: AbortSignal): void {
  const { CloseWatcher } = window;
  if (!CloseWatcher || !matchMedia("(pointer: coarse)").matches) return;
  let watcher: CloseWatcher | undefined;
  const watch = () => {
    watcher?.destroy();
    if (!store.state().open || signal.aborted) return;
    watcher = new CloseWatcher();
    watcher.onclose = close;
  };
  watch();
  store.subscribe((state, before) => {
    if (state.open !== before.open) watch();
  });
  signal.addEventListener("abort", watch);
}
