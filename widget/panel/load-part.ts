import type { PanelHost } from "../embed/panel-host.ts";
import type { Part } from "./part.ts";

/** The wait before another try without a network, ms. */
const RETRY_DELAY = 2000;

/**
 * Loads a part of the widget, as often as it takes. Browsers remember by its address that a module failed, and may store
 * a bad answer, so every further try has another query. It is not another folder, as for the panel: the chat bundle
 * imports the panel's script, which must stay the one that runs.
 *
 * @param isServerReachable asks the server first, so that a page without a network makes one kind of request only
 * @returns the part; it stays pending if the widget is removed meanwhile
 */
export async function loadPart<T extends object>(
  { name, load }: Part<T>,
  { settings, signal }: PanelHost,
  isServerReachable: () => Promise<boolean>,
): Promise<T> {
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, RETRY_DELAY);
      signal.addEventListener("abort", () => clearTimeout(timer));
    });
  for (let attempt = 0; ; attempt++) {
    while (!settings.preview && !(await isServerReachable())) await pause();
    try {
      const part = await (attempt ? import(/* @vite-ignore */ `./${name}.js?${attempt}`) : load());
      if (signal.aborted) return new Promise(() => undefined);
      // a file that was cut off after a whole statement loads, and exports nothing
      if (Object.keys(part).length) return part;
    } catch {
      // the connection was cut meanwhile, or something else has answered
    }
    await pause();
  }
}
