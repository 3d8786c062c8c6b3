import { warn } from "../embed/warn.ts";
import { ATTRIBUTES, type BootOptions, scriptAddress } from "./options.ts";
import {
  installQueue,
  isInstalled,
  type PageState,
  type ScriptAddressPolicy,
  unblock,
} from "./page-state.ts";

interface TrustedTypes {
  createPolicy(name: string, rules: ScriptAddressPolicy): ScriptAddressPolicy;
}

/** The wait before another try is twice as long each time, up to this number of tries; then only a network that comes back is a reason. */
const MAX_TRIES = 7;

/** The address in the form that a page with Trusted Types requires. Its policy must allow the name `foyer`. */
function toScriptUrl(state: PageState, address: string): string {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  state.policy ??= trustedTypes?.createPolicy("foyer", { createScriptURL: (address) => address }) ?? null;
  return state.policy ? state.policy.createScriptURL(address) : address;
}

/** Gives a script that has not run yet the options of the page. */
export function setAttributes(script: HTMLScriptElement, options: BootOptions): void {
  for (const name of ATTRIBUTES) {
    if (options[name]) script.dataset[name] = options[name];
    else delete script.dataset[name];
  }
}

/** Adds the script that the page wants, unless one is on its way. If it can't be loaded it is tried again. */
export function addScript(state: PageState): void {
  const { options } = state;
  if (!options || state.script) return;
  const script = document.createElement("script");
  script.async = true;
  setAttributes(script, options);
  if (options.nonce) script.nonce = options.nonce;
  try {
    script.src = toScriptUrl(state, scriptAddress(options));
  } catch {
    // nothing is thrown into the page, whose framework would take it down
    warn("boot: the page's Content-Security-Policy needs `trusted-types foyer`");
    return;
  }
  script.onload = () => onEnd(state, script);
  script.onerror = () => onEnd(state, script);
  state.script = script;
  (document.head ?? document.documentElement).append(script);
}

/** The script has run, or could not be loaded. */
function onEnd(state: PageState, script: HTMLScriptElement): void {
  state.script = null;
  unblock();
  const { options } = state;
  if (options && !isInstalled()) {
    if (scriptAddress(options) !== script.getAttribute("src")) {
      // meanwhile the page wants another widget
      installQueue(state);
      addScript(state);
    } else fail(state, script);
  } else state.failures = 0;
  for (const listener of state.waiting.splice(0)) listener();
}

/** Tries a script again that could not be loaded, or that had another content on the way: an offline page, a sign-in page. */
function fail(state: PageState, script: HTMLScriptElement): void {
  script.remove();
  if (!state.failures++) warn(`${script.src} could not be loaded`);
  const retry = () => {
    state.cancelRetry();
    addScript(state);
  };
  const timer = state.failures < MAX_TRIES ? setTimeout(retry, 1000 * 2 ** (state.failures - 1)) : undefined;
  addEventListener("online", retry);
  state.cancelRetry = () => {
    clearTimeout(timer);
    removeEventListener("online", retry);
  };
}
