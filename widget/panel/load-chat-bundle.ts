import type { PanelHost } from "../embed/panel-host.ts";

/** The wait before another try without a network, ms. */
const RETRY_DELAY = 2000;

/**
 * Loads the chat bundle, as often as it takes. Browsers remember by its address that a module failed, and may store a
 * bad answer, so every further try has another query. It is not another folder, as for the panel: the chat bundle
 * imports the panel's script, which must stay the one that runs.
 *
 * @param isServerReachable asks the server first, so that a page without a network makes one kind of request only
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
  for (let attempt = 0; ; attempt++) {
    while (!settings.preview && !(await isServerReachable())) await pause();
    const bundle = await (attempt
      ? import(/* @vite-ignore */ `./chat-bundle.js?${attempt}`)
      : import("./chat-bundle.ts")
    ).catch(() => null); // the browser has put the failure into the console
    // a file that was cut off after a whole statement loads, and exports nothing
    if (bundle?.setUp) return bundle;
    await pause();
  }
}
