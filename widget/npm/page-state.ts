import type { FoyerQueue } from "../api/foyer.ts";
import { INSTALLED, readQueue } from "../api/global-name.ts";
import type { BootOptions } from "./options.ts";

/** A command and its arguments. */
export type Call = readonly unknown[];

/** A policy of Trusted Types, which are not in TypeScript's DOM. */
export interface ScriptAddressPolicy {
  createScriptURL(address: string): string;
}

/** The state of the package in one page: one record for all copies of the package, also after a hot reload. */
export interface PageState {
  /** The options of the widget that the page wants; null before the first `boot` and after `shutdown`. */
  options: BootOptions | null;
  /** The script whose `load` or `error` event has not come yet. */
  script: HTMLScriptElement | null;
  /** Makes the script's address on pages with Trusted Types. A page may make each policy once. */
  policy: ScriptAddressPolicy | null;
  /** The queue that the package has put into the page. */
  queue: unknown;
  /** The options that were at `window.Foyer` before that. */
  before: FoyerQueue | undefined;
  /** Calls that wait for `boot`. */
  calls: Call[];
  isShutDown: boolean;
  /** How often in a row the script could not be loaded. */
  failures: number;
  /** Cancels the next try. */
  cancelRetry: () => void;
  /** Called when the script has loaded or failed. */
  waiting: (() => void)[];
  /** The components that want the widget in the page. */
  holders: number;
  leaving: ReturnType<typeof setTimeout> | undefined;
}

const STATE: unique symbol = Symbol.for("foyer-chat");

declare global {
  interface Window {
    [STATE]?: PageState;
  }
}

/** Calls that are made before `boot` are remembered up to this number. */
const MAX_CALLS = 1000;

/** The state of the page; undefined on a server, which may have one of the two globals: a polyfill, or a library for tests. */
export function readState(): PageState | undefined {
  if (typeof window === "undefined" || typeof document === "undefined") return undefined;
  window[STATE] ??= {
    options: null,
    script: null,
    policy: null,
    queue: undefined,
    before: undefined,
    calls: [],
    isShutDown: false,
    failures: 0,
    cancelRetry: () => undefined,
    waiting: [],
    holders: 0,
    leaving: undefined,
  };
  return window[STATE];
}

/** The queue or the API, whichever the page has; undefined before `boot` and after `shutdown`. */
export function findFoyer(): ((...call: Call) => unknown) | undefined {
  const foyer = window[INSTALLED] ?? readQueue();
  // the queue and the API take the same calls
  return typeof foyer === "function" ? (foyer as (...call: Call) => unknown) : undefined;
}

/**
 * Runs a command, or remembers it until the script has loaded. After `shutdown` only listeners are remembered: they are
 * for the widget that the page may boot again.
 *
 * @returns the command's result; undefined if it was not run
 */
export function call(...call: Call): unknown {
  const state = readState();
  if (!state) return undefined;
  const foyer = findFoyer();
  if (foyer) return foyer(...call);
  const [command, event, listener] = call;
  // the page may also have called `window.Foyer.shutdown`
  const isShutDown = state.isShutDown || (state.options && !state.script);
  if (command === "off") state.calls = state.calls.filter((one) => one[1] !== event || one[2] !== listener);
  else if ((command === "on" || !isShutDown) && state.calls.length < MAX_CALLS) state.calls.push(call);
  return undefined;
}

/** Puts a queue at `window.Foyer`, with the options that are there; elsewhere if the page uses the name itself. */
export function installQueue(state: PageState): void {
  const earlier = readQueue();
  const queue: Call[] = [...(earlier?.q ?? []), ...state.calls];
  state.calls = [];
  const stub = (...args: unknown[]) => {
    queue.push(args);
  };
  const foyer = Object.assign(stub, earlier, { q: queue as Iterable<never> }); // its content is typed by the commands
  state.before = window.Foyer && earlier;
  state.queue = foyer;
  if (!earlier || !Reflect.set(window, "Foyer", foyer)) window[INSTALLED] = foyer;
}

/**
 * Takes the queue out of the page again. A script that is on its way can't be stopped: with a value that has `open` in
 * place of the queue, it takes the widget for installed, and does nothing.
 */
export function removeQueue(state: PageState, property: string): void {
  if (window.Foyer === state.queue) {
    const { q: _, ...options }: FoyerQueue = state.before ?? {};
    // a name that the page has declared with `var` cannot be deleted
    if (state.before || !Reflect.deleteProperty(window, "Foyer"))
      window.Foyer = state.before && (options as typeof window.Foyer);
  }
  state.queue = undefined;
  Object.assign(window, { [INSTALLED]: { open: true, property } });
}

/** Whether the script is kept from installing the widget. */
const isBlocked = () => {
  const installed: unknown = window[INSTALLED];
  return typeof installed === "object" && installed !== null;
};

/** Lets the next script install the widget. */
export function unblock(): void {
  if (isBlocked()) delete window[INSTALLED];
}

/** Whether the script has installed the widget. */
export const isInstalled = (): boolean => typeof window[INSTALLED]?.open === "function";
