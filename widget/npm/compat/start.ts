import { applyLook, optionsOf } from "../../compat/base/look.ts";
import type { StartFoyer } from "../../compat/base/start-foyer.ts";
import { boot, foyer } from "../index.ts";
import type { BootOptions } from "../options.ts";
import { findFoyer, readState } from "../page-state.ts";

/** Boots the widget once the vendor's interface starts it, which a page may put off; undefined on a server. */
export function createStart(options: BootOptions): StartFoyer | undefined {
  if (!readState()) return undefined;
  return (look) => {
    const isNew = !findFoyer();
    boot({ ...optionsOf(look), ...options });
    applyLook(foyer, look, isNew);
    return foyer;
  };
}
