import type { Foyer, FoyerQueue } from "./foyer.ts";

/**
 * The key at which `window` has the widget's API, or the queue of the package, whatever the page itself calls `Foyer`.
 * One document has one widget.
 */
export const INSTALLED: unique symbol = Symbol.for("foyer");

declare global {
  interface Window {
    [INSTALLED]?: Foyer | FoyerQueue;
  }
}

/**
 * The queue or the options that the page has put at `window.Foyer`, empty if there are none; undefined if the name is
 * the page's own: if it has members that are neither texts nor lists. An element with the ID `Foyer` does not count: a
 * script that assigns to the name has priority over it.
 */
export function readQueue(): FoyerQueue | undefined {
  // biome-ignore lint/suspicious/noPrototypeBuiltins: `Object.hasOwn` is missing in the browsers of iOS 15
  const value = (window.hasOwnProperty("Foyer") && window.Foyer) || {};
  const members = Object.values<{ readonly concat?: unknown } | null>(value);
  return members.every((member) => member?.concat) ? value : undefined;
}
