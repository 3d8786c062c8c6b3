import { installTawk as install } from "../../compat/tawk/tawk.ts";
import type { BootOptions } from "../options.ts";
import { createStart } from "./start.ts";

/** Adds the widget, and answers `window.Tawk_API` as tawk.to does, for code that was written for it. On a server nothing happens. */
export function installTawk(options: BootOptions): void {
  const start = createStart(options);
  if (start) install(start);
}
