import { installCrisp as install } from "../../compat/crisp/crisp.ts";
import type { BootOptions } from "../options.ts";
import { createStart } from "./start.ts";

/** Adds the widget, and answers `window.$crisp` as Crisp does, for code that was written for it. On a server nothing happens. */
export function installCrisp(options: BootOptions): void {
  const start = createStart(options);
  if (start) install(start);
}
