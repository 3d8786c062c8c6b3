import type { Foyer as Api, FoyerCommands } from "../api/foyer.ts";
import { INSTALLED, readQueue } from "../api/global-name.ts";
import { warn } from "./warn.ts";

/** The name as the page's scripts see it: a `const Foyer` of the page hides the property of `window`. */
declare const Foyer: unknown;

/**
 * Installs the commands as `window.Foyer`, unless the page uses that name itself; then the console says so.
 *
 * @param property its key
 * @returns a function that calls a command by its name
 */
export function installApi(commands: FoyerCommands, property: string) {
  // TypeScript cannot type a call by a name in a table of functions
  const call = (command: keyof FoyerCommands, ...args: never[]) =>
    (commands[command] as (...args: never[]) => unknown)(...args);
  const api = Object.assign(call, commands, { property }) as Api;
  window[INSTALLED] = api;
  try {
    if (readQueue()) window.Foyer = api;
    if (Foyer === api) return call;
  } catch {
    // the page has frozen the name, or its own `const Foyer` was never set
  }
  warn("window.Foyer is taken");
  return call;
}

/** Removes what {@link installApi} has installed. */
export function removeApi(): void {
  if (window.Foyer === window[INSTALLED] && !Reflect.deleteProperty(window, "Foyer"))
    window.Foyer = undefined; // the page has declared the name with `var`
  delete window[INSTALLED];
}
