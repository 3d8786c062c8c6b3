import type { Delivery } from "../../shared/delivery.ts";
import type { FormKind } from "../../shared/form.ts";

/** The events for `Foyer.on`, each with the `detail` that its listeners get. */
export interface FoyerEvents {
  open: null;
  close: null;
  /** The visitor has sent a form; the delivery is in the outbox. */
  submitted: { readonly id: string; readonly form: FormKind };
  /** The server has stored the form. `ticket` is null unless it came from the offline form. */
  delivered: { readonly id: string; readonly form: FormKind; readonly ticket: number | null };
  /**
   * A delivery of the visitor was refused. The code `refused_on_the_way` means that a firewall or a proxy did so: then
   * the status, the content type and the first 100 characters are those of its answer. Status 0: it may not be read.
   */
  refused: {
    readonly id: string;
    readonly delivery: Delivery["kind"];
    readonly code: string;
    readonly status: number;
    readonly contentType: string;
    readonly excerpt: string;
  };
  /** The server has taken who the visitor is. `userId` is null if nothing is proven. */
  identified: { readonly userId: string | null };
  /** The server has refused it: the visitor goes on as before. `detail` is for developers. */
  identity_refused: { readonly code: string; readonly detail: string };
  /** An agent has written to the visitor. It is emitted in every open tab. `text` is empty if only files were sent. */
  message: { readonly conversation: string; readonly text: string };
  /** The number of unread messages of agents has changed. */
  unread: { readonly count: number };
}

/** A person, as the site knows them (R33). With the `user_hash` of the user ID, the user ID is proven; the rest is a claim. */
export interface IdentityDetails {
  /** The site's own key for the person. */
  readonly user_id?: string | number;
  /** The HMAC-SHA256 of the user ID with the identity secret, in hexadecimal digits; made by the site's server. */
  readonly user_hash?: string;
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly organization?: string;
  /** Custom attributes by the keys that the owner has defined. */
  readonly attributes?: Readonly<Record<string, string | number | boolean | null>>;
}

/** Says who the visitor is: a token that the site's server has signed, or details. */
export type Identity = string | IdentityDetails;

/** Emits an event to the listeners of the page. */
export type EmitEvent = <E extends keyof FoyerEvents>(event: E, detail: FoyerEvents[E]) => void;

/** The commands of `window.Foyer`, as methods: `Foyer.open()` is `Foyer("open")`. */
export interface FoyerCommands {
  open(): void;
  close(): void;
  /** The visitor ID of this browser; null before consent. */
  visitor(): string | null;
  /** Says who the visitor is (R33), on every page. Another user than before logs the former one out first. */
  identify(who: Identity): void;
  /** The visitor has signed out on the site: the next person at this computer gets nothing of them. */
  logout(): void;
  /** Passes on the visitor's answer to the site's consent banner. "denied" deletes what is stored in the browser. */
  consent(answer: "granted" | "denied"): void;
  /**
   * Calls `listener` whenever `event` happens.
   *
   * @returns a function that removes the listener
   */
  on<E extends keyof FoyerEvents>(
    event: E,
    listener: (event: CustomEvent<FoyerEvents[E]>) => void,
  ): () => void;
  /**
   * Moves the launcher: its distances from the side and the bottom of the window, CSS pixels. What is absent stays. It
   * has priority over the settings, the script tag, and `--foyer-x` and `--foyer-y` of the page's style sheet.
   */
  offset(offset: { readonly x?: number; readonly y?: number }): void;
  /** Removes the widget, its listeners, timers, requests and `window.Foyer`. Stored data is kept. */
  shutdown(): void;
}

/** `window.Foyer` once the script has loaded. */
export interface Foyer extends FoyerCommands {
  <C extends keyof FoyerCommands>(
    command: C,
    ...args: Parameters<FoyerCommands[C]>
  ): ReturnType<FoyerCommands[C]>;
  /** The key of the property whose widget this is. */
  readonly property: string;
}

/**
 * The options of a page, in descending priority: `data-` attributes of the script tag, the query of the script's
 * address, properties of what the page has put at `window.Foyer` before the script. Values are texts in all three.
 */
export interface FoyerOptions {
  /** `required`: nothing is stored and no request is made before consent (R25). Default: the property's setting. */
  readonly consent?: "required" | "none";
  /** The widget's language, e.g. `de`. Default: the page's language, else the browser's. */
  readonly language?: string;
  /** The side of the launcher. Default: the property's setting. */
  readonly position?: "left" | "right";
  /** The launcher's distances from the side and the bottom, CSS pixels: `20 80`. Default: the property's setting. */
  readonly offset?: string;
  /** The same in windows of at most 480 CSS pixels. */
  readonly offsetPhone?: string;
  /** A selector of elements of the page that open and close the chat in place of the launcher. */
  readonly launcher?: string;
  /** The colours; `auto` are those of the page. Default: the property's setting. */
  readonly theme?: "light" | "dark" | "auto" | undefined;
  /** The address of the Foyer server, for a script that does not come from there, e.g. `https://chat.example.com`. */
  readonly server?: string;
}

/** A queued call: the command and its arguments. */
type QueuedCall = [command: keyof FoyerCommands, ...args: never[]];

/** The value that a page may put at `window.Foyer` before the script has loaded: options, and calls to be made later. */
export interface FoyerQueue extends FoyerOptions {
  readonly q?: Iterable<QueuedCall>;
  readonly open?: undefined;
}

/** The same as a function that queues the calls. */
interface FoyerStub extends FoyerQueue {
  (...call: unknown[]): void;
}

declare global {
  interface Window {
    /** A page may also put a {@link FoyerQueue} that is no function here before the script. */
    Foyer?: Foyer | FoyerStub | undefined;
  }
}
