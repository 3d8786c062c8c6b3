import type { FormKind } from "../../shared/form.ts";

/** What a page can listen to with `Foyer.on`, and the `detail` of the event that its listener is given. */
export interface FoyerEvents {
  open: null;
  close: null;
  /** The visitor pressed send; the delivery is in the outbox. */
  submitted: { readonly id: string; readonly form: FormKind };
  /** The server has it on its disk. `ticket` is null unless it was an offline message. */
  delivered: { readonly id: string; readonly form: FormKind; readonly ticket: number | null };
  /** An agent has written to the visitor; once in every tab that has the widget loaded. Empty: only files. */
  message: { readonly conversation: string; readonly text: string };
  /** How many messages of agents the visitor has not read, whenever that changes. */
  unread: { readonly count: number };
}

/** The commands of `window.Foyer`, as methods: `Foyer.open()` is `Foyer("open")`. */
export interface FoyerCommands {
  open(): void;
  close(): void;
  /** The visitor ID that this browser has issued; null before consent. */
  visitor(): string | null;
  /** The visitor's answer to the site's consent banner; "denied" deletes what is stored in the browser. */
  consent(answer: "granted" | "denied"): void;
  /**
   * Calls `listener` whenever `event` happens.
   *
   * @returns takes the listener away again
   */
  on<E extends keyof FoyerEvents>(
    event: E,
    listener: (event: CustomEvent<FoyerEvents[E]>) => void,
  ): () => void;
  /** Removes the widget, its listeners, timers, requests and `window.Foyer`. What is stored stays. */
  shutdown(): void;
}

/** `window.Foyer` once the embed runs. */
export interface Foyer extends FoyerCommands {
  <C extends keyof FoyerCommands>(
    command: C,
    ...args: Parameters<FoyerCommands[C]>
  ): ReturnType<FoyerCommands[C]>;
}

/** One kept call: the command and its arguments. */
type FoyerCall = [command: keyof FoyerCommands, ...args: never[]];

/** What a page may put at `window.Foyer` before the embed is there: it keeps the calls. */
interface FoyerStub {
  (...call: unknown[]): void;
  q?: Iterable<FoyerCall>;
  open?: undefined;
}

declare global {
  interface Window {
    Foyer?: Foyer | FoyerStub;
  }
}
