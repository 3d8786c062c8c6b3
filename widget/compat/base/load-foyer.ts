import type { FoyerCommands, FoyerOptions, FoyerQueue } from "../../api/foyer.ts";
import { INSTALLED, readQueue } from "../../api/global-name.ts";
import { warn } from "../../embed/warn.ts";

/** The results of commands while the widget is loading. */
const ANSWERS: Readonly<Record<string, unknown>> = { visitor: null, available: null, unread: 0 };

/** The widget, or the queue of its calls; undefined: neither is in the page. */
function findFoyer(): ((...call: readonly unknown[]) => unknown) | undefined {
  const foyer = window[INSTALLED] ?? readQueue();
  // the queue and the widget take the same calls
  return typeof foyer === "function" ? (foyer as (...call: readonly unknown[]) => unknown) : undefined;
}

/** Whether the page has the widget, or will have it. */
export const hasFoyer = (): boolean => findFoyer() !== undefined;

/**
 * The commands of the page's widget: queued until it has loaded, and without effect after its `shutdown`. The package's
 * `boot` would be half of the size that a vendor's script may have.
 */
export const foyerOfPage = new Proxy({} as FoyerCommands, {
  get:
    (_, command: string) =>
    (...args: readonly unknown[]) => {
      const result = findFoyer()?.(command, ...args);
      return typeof window[INSTALLED]?.open === "function" ? result : ANSWERS[command];
    },
});

let loads = 0;

/**
 * Loads the widget. It is imported, which pages with Trusted Types allow, with the nonce of the vendor's script.
 *
 * @param server the address of the Foyer server
 */
export function loadFoyer(server: string, property: string, options: FoyerOptions): void {
  const earlier = readQueue();
  const queue: unknown[][] = [...(earlier?.q ?? [])];
  const base = new URL(server, document.baseURI).href.replace(/\/$/, "");
  const given: FoyerQueue = { ...earlier, ...options, server: base, q: queue as Iterable<never> }; // commands type its content
  const stub = Object.assign((...call: unknown[]) => void queue.push(call), given);
  if (!earlier || !Reflect.set(window, "Foyer", stub)) window[INSTALLED] = stub;
  // a module of the same address would not run again
  const again = loads++ ? `?load=${loads}` : "";
  import(/* @vite-ignore */ `${base}/w/${property}.js${again}`).catch((error: unknown) =>
    warn(`${property} could not be loaded: ${error}`),
  );
}
