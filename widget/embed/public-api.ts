import type { Foyer as Api, FoyerQueue } from "../api/foyer.ts";
import { INSTALLED } from "../api/global-name.ts";
import { warn } from "./warn.ts";

/** The name as the page's scripts see it: a `const Foyer` of the page hides the property of `window`. */
declare const Foyer: unknown;

/**
 * Installs the API as `window.Foyer`, unless the page uses that name itself; then the console says so.
 *
 * @param queue what the page has put there for the widget; undefined if the name is the page's own
 */
export function installApi(api: Api, queue: FoyerQueue | undefined): void {
  window[INSTALLED] = api;
  try {
    if (queue) window.Foyer = api;
    if (Foyer === api) return;
  } catch {
    // the page has frozen the name, or its own `const Foyer` was never set
  }
  warn("window.Foyer is taken");
}

/** Removes what {@link installApi} has installed. */
export function removeApi(): void {
  // a name that the page has declared with `var` cannot be deleted
  if (window.Foyer === window[INSTALLED] && !Reflect.deleteProperty(window, "Foyer"))
    window.Foyer = undefined;
  delete window[INSTALLED];
}
