import { installIntercom as install } from "../../compat/intercom/intercom.ts";
import type { BootOptions } from "../options.ts";
import { createStart } from "./start.ts";

/** Adds the widget, and answers `window.Intercom` as Intercom does, for code that was written for it. On a server nothing happens. */
export function installIntercom(options: BootOptions): void {
  const start = createStart(options);
  if (start) install(start);
}
