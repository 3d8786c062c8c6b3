import type { FoyerCommands } from "../../api/foyer.ts";
import { foyerOfPage, hasFoyer, loadFoyer } from "./load-foyer.ts";
import { applyLook, type Look, optionsOf } from "./look.ts";
import { textOf } from "./values.ts";

/** Where a vendor's script came from. */
export interface ScriptPlace {
  /** The address of the Foyer server; empty: the page has the widget already. */
  readonly server: string;
  /** The key of the property; empty: the page says it. */
  readonly property: string;
}

/**
 * Loads the widget, or takes the one that the page has, and gives it a look.
 *
 * @param fallback what the page itself says, for a script whose address does not say it
 */
export type StartFoyer = (
  look: Look,
  fallback?: { readonly [K in keyof ScriptPlace]?: unknown },
) => FoyerCommands;

/** Starts the widget of a script's own address. */
export function createStart(place: ScriptPlace): StartFoyer {
  return (look, fallback) => {
    const isNew = !hasFoyer();
    if (isNew) {
      const server = place.server || textOf(fallback?.server);
      const property = place.property || textOf(fallback?.property);
      loadFoyer(server ?? "", property ?? "", optionsOf(look));
    }
    applyLook(foyerOfPage, look, isNew);
    return foyerOfPage;
  };
}

/** For a page whose own code has booted the widget. */
export function createStartOf(foyer: FoyerCommands): StartFoyer {
  return (look) => {
    applyLook(foyer, look);
    return foyer;
  };
}
