import type { Diagnosis, Foyer, FoyerCommands } from "../api/foyer.ts";
import { INSTALLED } from "../api/global-name.ts";
import { warn } from "../embed/warn.ts";
import { type BootOptions, faultOf, scriptAddress } from "./options.ts";
import {
  call,
  findFoyer,
  installQueue,
  isInstalled,
  type PageState,
  readState,
  removeQueue,
  unblock,
} from "./page-state.ts";
import { addScript, setAttributes } from "./script.ts";

export type {
  AttributeValue,
  Diagnosis,
  Finding,
  Foyer,
  FoyerCommands,
  FoyerEvents,
  FoyerListener,
  FoyerOptions,
  Identity,
  IdentityDetails,
  Theme,
} from "../api/foyer.ts";
export type { BootOptions } from "./options.ts";

/**
 * The commands of the page's widget, whoever has added it. Calls that are made before `boot` and before the script has
 * loaded are carried out afterwards, in their order. On a server nothing happens.
 */
export const foyer: FoyerCommands = {
  open: () => void call("open"),
  close: () => void call("close"),
  toggle: () => void call("toggle"),
  show: () => void call("show"),
  hide: () => void call("hide"),
  identify: (who) => void call("identify", who),
  logout: () => void call("logout"),
  set: (attributes) => void call("set", attributes),
  track: (event, data) => void call("track", event, data),
  page: () => void call("page"),
  tag: (...tags) => void call("tag", ...tags),
  untag: (...tags) => void call("untag", ...tags),
  write: (text) => void call("write", text),
  prefill: (values) => void call("prefill", values),
  start: (options) => void call("start", options),
  end: () => void call("end"),
  available() {
    const isAvailable = ask("available");
    return typeof isAvailable === "boolean" ? isAvailable : null;
  },
  unread: () => Number(ask("unread") ?? 0),
  language: (tag) => void call("language", tag),
  theme: (theme) => void call("theme", theme),
  launcher: (selector) => void call("launcher", selector),
  on(event, listener) {
    call("on", event, listener);
    return () => void call("off", event, listener);
  },
  off: (event, listener) => void call("off", event, listener),
  consent: (answer) => void call("consent", answer),
  visitor() {
    const visitor = ask("visitor");
    return typeof visitor === "string" ? visitor : null;
  },
  doctor,
  shutdown,
};

/** Runs a command that only answers; a queue has no answer. */
function ask(command: "available" | "unread" | "visitor"): unknown {
  return readState() && isInstalled() ? call(command) : undefined;
}

/** Removes the widget, also one whose script is still on its way. */
function shutdown(): void {
  const state = readState();
  if (!state) return;
  const { options } = state;
  state.cancelRetry();
  Object.assign(state, { options: null, isShutDown: true, calls: [], failures: 0 });
  // the script of a page's own tag reads the page's queue, not the package's
  if (options && !isInstalled()) {
    removeQueue(state, options.property);
    if (!state.script) unblock();
  } else call("shutdown");
}

/** The diagnosis where there is no widget that could make one. */
const diagnosisOf = (code: string, text: string, ok = false): Diagnosis => ({
  ok,
  findings: [{ code, severity: ok ? "info" : "error", text }],
  version: null,
});

async function doctor(): Promise<Diagnosis> {
  const state = readState();
  if (!state) return diagnosisOf("no_page", "There is no page: this is a server.", true);
  if (state.script) await new Promise<void>((resolve) => state.waiting.push(resolve));
  if (findFoyer() && (isInstalled() || !state.options))
    return new Promise((resolve) => {
      // the queue of a page's own tag has no answer
      if (isInstalled()) resolve(call("doctor") as Promise<Diagnosis>);
      else call("on", "ready", () => resolve(call("doctor") as Promise<Diagnosis>));
    });
  const { options } = state;
  const diagnosis = options
    ? diagnosisOf(
        "script_not_loaded",
        `${scriptAddress(options)} could not be loaded, or has another content.`,
      )
    : diagnosisOf("not_booted", "boot was not called, or shutdown was.");
  for (const { text } of diagnosis.findings) warn(text);
  return diagnosis;
}

/** The key of the property whose widget is in the page, or on its way. */
const currentProperty = (state: PageState) =>
  (isInstalled() && (window[INSTALLED] as Foyer).property) || state.options?.property;

/**
 * Adds Foyer's widget to the page, once; again after `shutdown`. Calls made before the script has loaded are queued, and a
 * script that could not be loaded is tried again. On a server nothing happens, and every method of the handle is safe.
 *
 * @example
 * import { boot } from "foyer-chat";
 * const foyer = boot({ server: "https://chat.example.com", property: "k3v9x0q2ab" });
 * foyer.on("delivered", ({ detail }) => console.log(detail.ticket));
 * foyer.open();
 */
export function boot(options: BootOptions): Foyer {
  const state = readState();
  const fault = faultOf(options);
  if (fault) warn(fault);
  else if (state && ((state.options && state.script) || findFoyer())) {
    const current = currentProperty(state);
    if (current && current !== options.property) warn(`${options.property} not added: ${current} is`);
  } else if (state) start(state, options);
  // TypeScript cannot type a call by a name in a table of functions
  const run = (command: keyof FoyerCommands, ...args: never[]) =>
    (foyer[command] as (...args: never[]) => unknown)(...args);
  return Object.assign(run, foyer, { property: options?.property }) as Foyer;
}

function start(state: PageState, options: BootOptions): void {
  state.options = options;
  state.isShutDown = false;
  const { script } = state;
  if (script) {
    // the script of another widget is kept from installing itself; this one's is added afterwards
    if (script.getAttribute("src") !== scriptAddress(options)) return;
    unblock();
    setAttributes(script, options);
  }
  installQueue(state);
  addScript(state);
}

/**
 * Adds the widget for as long as somebody holds it, which is how the components of frameworks do it. Whoever releases it
 * and attaches it again in the same task (React's double effects, a hot reload, a page in place of another) leaves it as
 * it is.
 *
 * @returns a function that releases it; the last one removes the widget
 */
export function attach(options: BootOptions): () => void {
  const state = readState();
  if (!state) return () => undefined;
  clearTimeout(state.leaving);
  const current = currentProperty(state);
  if (!state.holders && current && current !== options.property) shutdown();
  state.holders++;
  boot(options);
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    state.holders--;
    state.leaving = setTimeout(() => {
      if (!state.holders) shutdown();
    });
  };
}
