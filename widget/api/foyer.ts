/** The events for `Foyer.on`, each with the `detail` that its listeners get. */
export interface FoyerEvents {
  /** The commands can be carried out: emitted once for each page. */
  ready: null;
  open: null;
  close: null;
  /** Whether an agent is available: once it is known, and whenever it changes. */
  available: { readonly available: boolean };
  /** The number of unread messages of agents has changed. */
  unread: { readonly count: number };
  /** A message of the conversation, in every open tab. `text` is empty if only files were sent. */
  message: {
    readonly id: string;
    readonly conversation: string;
    readonly author: "visitor" | "agent" | "system";
    readonly text: string;
    /** Null for messages that no agent has written. */
    readonly agent: { readonly name: string } | null;
  };
  /** The visitor has sent a form; the delivery is in the outbox. `form` is the form's key. */
  submitted: { readonly id: string; readonly form: string };
  /** The server has stored the form. `ticket` is null if it opened a chat. */
  delivered: { readonly id: string; readonly form: string; readonly ticket: number | null };
  /**
   * A delivery of the visitor was refused. The code `refused_on_the_way` means that a firewall or a proxy did so: then
   * the status, the content type and the first 100 characters are those of its answer. Status 0: it may not be read.
   */
  refused: {
    readonly id: string;
    readonly delivery: "submission" | "message" | "read" | "end" | "rating";
    readonly code: string;
    readonly status: number;
    readonly contentType: string;
    readonly excerpt: string;
  };
  /** The server has taken who the visitor is. `userId` is null if nothing is proven. */
  identified: { readonly userId: string | null };
  /** The conversation has ended. */
  ended: { readonly conversation: string; readonly by: "visitor" | "agent" | "system" };
  /** The visitor has rated the conversation. */
  rated: {
    readonly conversation: string;
    readonly rating: "good" | "bad";
    /** Empty: none. */
    readonly comment: string;
  };
  /** A command was not carried out. `code` is for programs, `detail` for developers. */
  error: { readonly command: keyof FoyerCommands; readonly code: string; readonly detail: string };
}

/** A listener of an event. */
export type FoyerListener<E extends keyof FoyerEvents> = (event: CustomEvent<FoyerEvents[E]>) => void;

/** The answer to a field of a form: a text, the values of the chosen options, or whether a checkbox is checked. */
export type FieldAnswer = string | readonly string[] | boolean;

/** The value of a custom attribute, or of a property of an event; null removes it. */
export type AttributeValue = string | number | boolean | null;

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
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

/** Says who the visitor is: a token that the site's server has signed, or details. */
export type Identity = string | IdentityDetails;

/** The look of the widget. What is absent stays as it is. */
export interface Theme {
  /** `auto`: that of the page. */
  readonly scheme?: "light" | "dark" | "auto";
  /** A colour of CSS in hexadecimal digits: `#0f5b4c`. The colour of the text on it is computed. */
  readonly accent?: string;
  /** The radius of the panel's corners, CSS pixels, 0 to 40. */
  readonly radius?: number;
  /** A `font-family` of CSS; `inherit`: that of the page. */
  readonly font?: string;
  readonly position?: "left" | "right";
  /**
   * The distances of the launcher from the side and the bottom of the window, CSS pixels. They have priority over the
   * settings, the script tag, and `--foyer-x` and `--foyer-y` of the page's style sheet.
   */
  readonly offset?: { readonly x?: number; readonly y?: number };
  /** Of the widget, where it is not in the browser's top layer. */
  readonly zIndex?: number;
}

/** A finding of `doctor`: something that stands in the way of the widget, or would. */
export interface Finding {
  /** For programs; it does not change. */
  readonly code: string;
  readonly severity: "error" | "warning" | "info";
  /** English, for developers: the finding, and how to mend it. */
  readonly text: string;
  readonly detail?: string;
}

/** The result of `doctor`. */
export interface Diagnosis {
  /** Whether no finding is an error. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  /** The version of the server; null if it did not answer. */
  readonly version: string | null;
}

/** Emits an event to the listeners of the page. */
export type EmitEvent = <E extends keyof FoyerEvents>(event: E, detail: FoyerEvents[E]) => void;

/**
 * The commands of `window.Foyer`, as methods: `Foyer.open()` is `Foyer("open")`. A wrong argument is reported in the
 * console, once for each command, and the call is ignored.
 */
export interface FoyerCommands {
  open(): void;
  close(): void;
  toggle(): void;
  /** Shows the widget after `hide`. */
  show(): void;
  /** Closes the panel and hides the whole widget, until `show` or the next page. */
  hide(): void;
  /** Says who the visitor is (R33), on every page. Another user than before logs the former one out first. */
  identify(who: Identity): void;
  /** The visitor has signed out on the site: the next person at this computer gets nothing of them. */
  logout(): void;
  /** Sets custom attributes of the visitor by the keys that the owner has defined. */
  set(attributes: Readonly<Record<string, AttributeValue>>): void;
  /** Notes in the visitor's timeline that something has happened. */
  track(event: string, data?: Readonly<Record<string, AttributeValue>>): void;
  /** Registers a visit of the page of a single-page site at once. */
  page(): void;
  /** Adds tags of the property to the visitor. */
  tag(...tags: string[]): void;
  untag(...tags: string[]): void;
  /** Puts a text into the composer, or into the message of the form. It is never sent. */
  write(text: string): void;
  /** Fills in fields of the forms by their IDs, never in place of what the visitor has typed. */
  prefill(values: Readonly<Record<string, FieldAnswer>>): void;
  /** Opens the panel and, with a message that needs no form, begins a conversation; otherwise the form has them filled in. */
  start(options?: { readonly message?: string; readonly department?: string }): void;
  /** Ends the open chat. */
  end(): void;
  /** Whether an agent is available; null: it is not known yet. */
  available(): boolean | null;
  /** The number of unread messages of agents; 0 until it is known. */
  unread(): number;
  /** Draws the widget in another language, e.g. `de`. */
  language(tag: string): void;
  theme(theme: Theme): void;
  /** Elements of the page that open and close the panel in place of the launcher; null: the launcher again. */
  launcher(selector: string | null): void;
  /**
   * Calls `listener` whenever `event` happens.
   *
   * @returns a function that removes the listener
   */
  on<E extends keyof FoyerEvents>(event: E, listener: FoyerListener<E>): () => void;
  off<E extends keyof FoyerEvents>(event: E, listener: FoyerListener<E>): void;
  /** Passes on the visitor's answer to the site's consent banner. "denied" deletes what is stored in the browser. */
  consent(answer: "granted" | "denied"): void;
  /** The visitor ID of this browser; null before consent. */
  visitor(): string | null;
  /** Looks for everything that stands in the way of the widget on this page, and prints it in the console. */
  doctor(): Promise<Diagnosis>;
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
  /** The vendor whose interface the page's own code calls: Foyer answers it (`server/docs/moving-in.md`). */
  readonly compat?: "tawk" | "chatwoot" | "intercom" | "crisp";
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
