import type { PanelHost } from "../embed/panel-host.ts";

/** The wait before another try without a network, ms. */
const RETRY_DELAY = 2000;

/**
 * Loads the chat bundle, as often as it takes. Some browsers remember by its address that a module failed, so every
 * further try has another address.
 *
 * @param isServerReachable asks the server first, because a module that has failed cannot be loaded again
 */
export async function loadChatBundle(
  { settings, signal }: PanelHost,
  isServerReachable: () => Promise<boolean>,
): Promise<typeof import("./chat-bundle.ts")> {
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, RETRY_DELAY);
      signal.addEventListener("abort", () => clearTimeout(timer));
    });
  for (let suffix = ""; ; suffix += "#") {
    while (!settings.preview && !(await isServerReachable())) await pause();
    try {
      return await (suffix
        ? import(/* @vite-ignore */ `./chat-bundle.js${suffix}`)
        : import("./chat-bundle.ts"));
    } catch {
      await pause(); // the connection was cut meanwhile
    }
  }
}
