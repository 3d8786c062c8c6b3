import type { EmbedHost } from "../embed/panel-host.ts";
import type { Lazily, Part } from "./part.ts";
import { addStyleSheet } from "./style-sheet.ts";

/** The wait before another try without a network, ms. */
const RETRY_DELAY = 2000;

/**
 * Creates the function that makes parts of the widget lazy. A part is loaded as often as it takes. Browsers remember by its
 * address that a module failed, and may store a bad answer, so every further try has another query. It is not another
 * folder, as for the panel: the parts import the panel's script, which must stay the one that runs. For the same reason
 * they may import no other part.
 *
 * @param root gets the parts' style sheets; null: they have none
 * @param isServerReachable asks the server first, so that a page without a network makes one kind of request only
 */
export function createPartLoader(
  { settings, signal }: Pick<EmbedHost, "settings" | "signal">,
  root: ShadowRoot | null,
  isServerReachable: () => Promise<boolean>,
): Lazily {
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, RETRY_DELAY);
      signal.addEventListener("abort", () => clearTimeout(timer));
    });

  async function loadPart<M extends object>({ name, load }: Part<M>): Promise<M> {
    for (let attempt = 0; ; attempt++) {
      while (!settings.preview && !(await isServerReachable())) await pause();
      try {
        const part = await (attempt ? import(/* @vite-ignore */ `./${name}.js?${attempt}`) : load());
        if (signal.aborted) return new Promise(() => undefined);
        // a file that was cut off after a whole statement loads, and exports nothing
        if (Object.keys(part).length) {
          if (part.css && root) addStyleSheet(root, part.css, signal);
          return part;
        }
      } catch {
        // the connection was cut meanwhile, or something else has answered
      }
      await pause();
    }
  }

  return (part, use) => {
    let loading: ReturnType<typeof start> | undefined;
    const start = async () => use(await loadPart(part));
    return () => {
      loading ??= start();
      return loading;
    };
  };
}
