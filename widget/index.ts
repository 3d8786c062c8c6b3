import type { Foyer, FoyerCommands, FoyerEvents, FoyerOptions } from "./api/foyer.ts";
import { INSTALLED, readQueue } from "./api/global-name.ts";

export type {
  Foyer,
  FoyerCommands,
  FoyerEvents,
  FoyerOptions,
  Identity,
  IdentityDetails,
} from "./api/foyer.ts";

export interface BootOptions extends FoyerOptions {
  /** The address of the Foyer server, e.g. `https://chat.example.com`. */
  readonly server: string;
  /** The property's key: ten letters and digits. */
  readonly property: string;
  /** The page's CSP nonce, if its policy requires one. */
  readonly nonce?: string;
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

/** The queue or the API, whichever the page has; undefined on a server, before boot and after shutdown. */
function findFoyer(): ((...call: unknown[]) => unknown) | undefined {
  // a server may have one of the two: a library for tests, or a polyfill
  if (typeof window === "undefined" || typeof document === "undefined") return undefined;
  const foyer = window[INSTALLED] ?? readQueue();
  // the queue and the API take the same calls
  return typeof foyer === "function" ? (foyer as (...call: unknown[]) => unknown) : undefined;
}

/** Runs a command, or queues it until the script has loaded. After shutdown it does nothing. */
function call<C extends keyof FoyerCommands>(command: C, ...args: Parameters<FoyerCommands[C]>): unknown {
  return findFoyer()?.(command, ...args);
}

/** Puts a queue at `window.Foyer`, with the options that are there; elsewhere if the page uses the name itself. */
function installQueue(): void {
  const earlier = readQueue();
  const queue: unknown[][] = [...(earlier?.q ?? [])];
  const stub = (...args: unknown[]) => {
    queue.push(args);
  };
  const foyer = Object.assign(stub, earlier, { q: queue as Iterable<never> }); // its content is typed by `call`
  if (!earlier || !Reflect.set(window, "Foyer", foyer)) window[INSTALLED] = foyer;
}

function addScript({ server, property, nonce, ...options }: BootOptions): void {
  const script = document.createElement("script");
  script.async = true;
  for (const [name, value] of Object.entries(options)) if (value) script.dataset[name] = value;
  if (nonce) script.nonce = nonce;
  script.src = toScriptUrl(`${server.replace(/\/$/, "")}/w/${property}.js`);
  (document.head ?? document.documentElement).append(script);
}

const commands: FoyerCommands = {
  open: () => void call("open"),
  close: () => void call("close"),
  identify: (who) => void call("identify", who),
  logout: () => void call("logout"),
  shutdown: () => void call("shutdown"),
  offset: (offset) => void call("offset", offset),
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
 * Adds Foyer's widget to the page, once; again after `shutdown`. Calls made before the script has loaded are queued. On
 * a server nothing happens, and every method of the handle is safe.
 *
 * @example
 * import { boot } from "foyer";
 * const foyer = boot({ server: "https://chat.example.com", property: "k3v9x0q2ab" });
 * foyer.on("delivered", ({ detail }) => console.log(detail.ticket));
 * foyer.open();
 */
export function boot(options: BootOptions): Foyer {
  if (typeof window !== "undefined" && typeof document !== "undefined" && !findFoyer()) {
    installQueue();
    addScript(options);
  }
  // TypeScript cannot type a call by a name in a table of functions
  const foyer = (command: keyof FoyerCommands, ...args: never[]) =>
    (commands[command] as (...args: never[]) => unknown)(...args);
  return Object.assign(foyer, commands, { property: options.property }) as Foyer;
}
