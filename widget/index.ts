import type { Foyer, FoyerCommands, FoyerEvents } from "./api/foyer.ts";

export type { Foyer, FoyerCommands, FoyerEvents } from "./api/foyer.ts";

export interface BootOptions {
  /** The address of the Foyer server, e.g. `https://chat.example.com`. */
  readonly server: string;
  /** The property's key: ten letters and digits. */
  readonly property: string;
  /** The widget's language, e.g. `de`; default: the page's language, else the browser's. */
  readonly language?: string;
  /** `required`: nothing is stored and no request is made before `consent("granted")`. */
  readonly consent?: "required" | "none";
  /** The page's CSP nonce, if its policy requires one. */
  readonly nonce?: string;
  /** The side of the launcher; default: the property's setting. */
  readonly position?: "left" | "right";
}

interface ScriptAddressPolicy {
  createScriptURL(address: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: ScriptAddressPolicy): ScriptAddressPolicy;
}

let policy: ScriptAddressPolicy | null = null;

/** The address in the form that a page with Trusted Types requires. Its policy must allow the name `foyer`. */
function toScriptUrl(address: string): string {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes }; // not in TypeScript's DOM
  policy ??= trustedTypes?.createPolicy("foyer", { createScriptURL: (address) => address }) ?? null;
  return policy ? policy.createScriptURL(address) : address;
}

/** Runs a command, or queues it until the script has loaded. After shutdown it does nothing. */
function call<C extends keyof FoyerCommands>(command: C, ...args: Parameters<FoyerCommands[C]>): unknown {
  if (typeof window === "undefined") return; // rendering on a server
  const foyer = window.Foyer as ((...call: unknown[]) => unknown) | undefined; // the stub and the script take the same calls
  return foyer?.(command, ...args);
}

function installStub(): void {
  const queue: unknown[][] = [];
  const stub = (...args: unknown[]) => {
    queue.push(args);
  };
  window.Foyer = Object.assign(stub, { q: queue as Iterable<never> }); // its content is typed by `call`
}

function addScript({ server, property, language, consent, nonce, position }: BootOptions): void {
  const script = document.createElement("script");
  script.async = true;
  Object.assign(script.dataset, language && { language }, consent && { consent }, position && { position });
  if (nonce) script.nonce = nonce;
  script.src = toScriptUrl(`${server.replace(/\/$/, "")}/w/${property}.js`);
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
    let isActive = true;
    call("on", event, ((emitted: CustomEvent<FoyerEvents[E]>) => {
      if (isActive) listener(emitted);
    }) as never); // the listener's type is that of one event, the command's that of all
    return () => {
      isActive = false;
    };
  },
};

/**
 * Adds Foyer's widget to the page, once; again after `shutdown`. Calls made before the script has loaded are queued.
 *
 * @example
 * import { boot } from "foyer";
 * const foyer = boot({ server: "https://chat.example.com", property: "k3v9x0q2ab" });
 * foyer.on("delivered", ({ detail }) => console.log(detail.ticket));
 * foyer.open();
 */
export function boot(options: BootOptions): Foyer {
  if (typeof document !== "undefined" && !window.Foyer) {
    installStub();
    addScript(options);
  }
  // TypeScript cannot type a call by a name in a table of functions
  const foyer = (command: keyof FoyerCommands, ...args: never[]) =>
    (commands[command] as (...args: never[]) => unknown)(...args);
  return Object.assign(foyer, commands) as Foyer;
}
