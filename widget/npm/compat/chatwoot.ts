import { installChatwoot as install } from "../../compat/chatwoot/chatwoot.ts";
import type { BootOptions } from "../options.ts";
import { createStart } from "./start.ts";

/** Adds the widget, and answers `window.$chatwoot` as Chatwoot does, for code that was written for it. On a server nothing happens. */
export function installChatwoot(options: BootOptions): void {
  const start = createStart(options);
  if (start) install(start, true);
}
