import type { Foyer, FoyerCommands, FoyerEvents } from "./api/foyer.ts";

export type { Foyer, FoyerCommands, FoyerEvents } from "./api/foyer.ts";

export interface BootOptions {
  /** Where the Foyer server is, e.g. `https://chat.example.com`. */
  readonly server: string;
  /** The property's key: ten letters and digits. */
  readonly property: string;
  /** The widget's language, e.g. `de`; absent: the page's, else the browser's. */
  readonly language?: string;
  /** `required`: nothing is stored or asked for before `consent("granted")`. */
  readonly consent?: "required" | "none";
  /** The page's CSP nonce, if its policy wants one. */
  readonly nonce?: string;
  /** The side of the launcher; absent: as the property's settings say. */
  readonly position?: "left" | "right";
}

interface ScriptAddressPolicy {
  createScriptURL(address: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: ScriptAddressPolicy): ScriptAddressPolicy;
}

let policy: ScriptAddressPolicy | null = null;

/** An address that a page with Trusted Types lets a script have; its policy must allow the name `foyer`. */
function trusted(address: string): string {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes }; // not in TypeScript's DOM
  policy ??= trustedTypes?.createPolicy("foyer", { createScriptURL: (address) => address }) ?? null;
  return policy ? policy.createScriptURL(address) : address;
}

/** Runs a command now, or keeps it until the embed is there. After shutdown there is nobody to run it. */
function call<C extends keyof FoyerCommands>(command: C, ...args: Parameters<FoyerCommands[C]>): unknown {
  const foyer = window.Foyer as ((...call: unknown[]) => unknown) | undefined; // the stub and the embed take the same calls
  return foyer?.(command, ...args);
}

function keepCalls(): void {
  const kept: unknown[][] = [];
  const stub = (...args: unknown[]) => {
    kept.push(args);
  };
  window.Foyer = Object.assign(stub, { q: kept as Iterable<never> }); // `call` makes sure of what is in it
}

function addScript({ server, property, language, consent, nonce, position }: BootOptions): void {
  const script = document.createElement("script");
  script.async = true;
  Object.assign(script.dataset, language && { language }, consent && { consent }, position && { position });
  if (nonce) script.nonce = nonce;
  script.src = trusted(`${server.replace(/\/$/, "")}/w/${property}.js`);
  document.head.append(script);
}

const commands: FoyerCommands = {
  open: () => void call("open"),
  close: () => void call("close"),
  shutdown: () => void call("shutdown"),
  consent: (answer) => void call("consent", answer),
  visitor() {
    const visitor = call("visitor");
    return typeof visitor === "string" ? visitor : null;
  },
  on<E extends keyof FoyerEvents>(event: E, listener: (event: CustomEvent<FoyerEvents[E]>) => void) {
    let listening = true;
    call("on", event, ((heard: CustomEvent<FoyerEvents[E]>) => {
      if (listening) listener(heard);
    }) as never); // one listener type for all events: the union of theirs
    return () => {
      listening = false;
    };
  },
};

/**
 * Adds Foyer's widget to the page, once; again after `shutdown`. Calls made before the script has arrived are kept.
 *
 * @example
 * import { boot } from "foyer";
 * const foyer = boot({ server: "https://chat.example.com", property: "k3v9x0q2ab" });
 * foyer.on("delivered", ({ detail }) => console.log(detail.ticket));
 * foyer.open();
 */
export function boot(options: BootOptions): Foyer {
  if (typeof document !== "undefined" && !window.Foyer) {
    keepCalls();
    addScript(options);
  }
  // TypeScript can't follow a call through a table of functions
  const foyer = (command: keyof FoyerCommands, ...args: never[]) =>
    (commands[command] as (...args: never[]) => unknown)(...args);
  return Object.assign(foyer, commands) as Foyer;
}
