import type { FormView } from "../panel/loaded-parts.ts";
import type { LocaleModule, Panel, PanelHost, PanelModule } from "./panel-host.ts";
import { showsChat } from "./visitor-record.ts";

/** Imports a script by its address. */
export type ImportFile = (address: string) => Promise<unknown>;

/** The wait after the first failure, ms; each further one is twice as long, up to the longest. */
const RETRY_DELAY = 500;
const LONGEST_DELAY = 10_000;

/**
 * Loads the panel, a locale and, if a form is going to be shown, what draws it, from a folder on the server, as often as
 * it takes, and mounts the panel.
 *
 * A browser remembers by its address that a module failed, and also that one of its imports did. So every further
 * attempt has a folder of its own, which the server answers alike.
 *
 * @returns the panel; it stays pending if the session ends before
 * @throws what mounting throws
 */
export async function loadPanel(
  host: PanelHost,
  folder: string,
  language: string,
  importFile: ImportFile,
): Promise<Panel> {
  const names = ["panel", language];
  if (!showsChat(host.visitors.read())) names.push("form-view");
  for (let attempt = 0; ; attempt++) {
    const path = folder + (attempt ? `${attempt}/` : "");
    const files = names.map((name) => importFile(`${path + name}.js`));
    // a failure is tried again; the browser has put it into the console
    const loaded = (await Promise.all(files).catch(() => [{}])) as object[];
    if (host.signal.aborted) return new Promise(() => undefined);
    // a file that was cut off after a whole statement loads, and exports nothing
    if (loaded.every((file) => Object.keys(file)[0])) {
      const [panel, locale, formView] = loaded as [PanelModule, LocaleModule, FormView?];
      return panel.default(host, locale.default, formView);
    }
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(RETRY_DELAY * 2 ** attempt, LONGEST_DELAY));
      addEventListener("online", resolve, host);
      host.signal.addEventListener("abort", () => clearTimeout(timer));
    });
  }
}
