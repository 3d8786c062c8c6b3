import type { EmbedSettings, InlinedSettings } from "../../shared/property.ts";
import type { labelFor } from "../../shared/rules/locale-tags.ts";
import type { VisitReceipt } from "../../shared/visitor.ts";
import type { FoyerCommands, Identity } from "../api/foyer.ts";
import type { FormWords } from "../locales/words.ts";
import type { Controllers } from "../panel/controllers.ts";
import type { CreateFormView } from "../panel/loaded-parts.ts";
import type { PanelStore } from "../state/panel-store.ts";
import type { PageSettings } from "./options.ts";
import type { sideOf } from "./side-of.ts";
import type { VisitorStore } from "./visitor.ts";

/**
 * The interface of the embed for the panel that it mounts. It is itself the abort controller of the session: shutdown and a
 * denied consent abort its signal, and the panel then removes itself.
 */
export interface EmbedHost extends AbortController {
  /** With the page's options in the place of the property's. */
  readonly settings: InlinedSettings;
  /** The address of the property on the server: `https://chat.example.com/w/PROPERTY`. */
  readonly propertyUrl: string;
  /** The button in the shadow root that the panel moves into. Its language is the widget's, its side the panel's. */
  readonly launcher: HTMLButtonElement;
  /** Where the hosts of a site are joined, the store is replaced before the session begins. */
  visitors: VisitorStore;
  /** Whether the visitor of the site's other hosts is still being found. */
  isJoining?: boolean;
  /** Has the page's listeners: the signal of the widget's lifetime. */
  readonly events: EventTarget;
  /** Facts that the page may ask for at any time. Absent: not known yet, or an embed from before an upgrade. */
  readonly known?: KnownFacts;
  /** The answer to the last visit of this page; absent before the visit, undefined if the server did not answer. */
  pageVisit?: Promise<Partial<VisitReceipt> | undefined> | undefined;
  /** The panel while it is being loaded and afterwards; its promise has none if that fails or the session ends. */
  panel?: Promise<Panel | undefined> | undefined;
  /** Opens or closes the panel. The only place where that is decided. */
  show(open: boolean): void;
}

/** The same with all settings. */
export interface PanelHost extends EmbedHost {
  readonly settings: EmbedSettings;
}

export interface Panel {
  show(open: boolean): void;
  readonly store: PanelStore;
  /** The controllers of the form and the chat, once they are loaded. */
  chat(): Promise<Controllers>;
  /** Adapts it to its page and to the theme. */
  adapt(): void;
  /** Whether the chat is shown in place of the form. */
  opensChat(): boolean;
}

/** The panel's script, as the embed imports it. */
export interface PanelModule {
  /** @returns undefined if the session has ended meanwhile */
  default(host: EmbedHost, words: FormWords, createFormView?: CreateFormView): Panel | undefined;
}

/** The script of what draws a form. */
export interface FormViewModule {
  default: CreateFormView;
}

/** The script that keeps the widget in the page and usable; loaded when the page or the visitor makes it necessary. */
export interface PageWatchModule {
  /**
   * @param events the widget's
   * @param settings with a selector of the page's own launchers, which may change; an embed from before an upgrade gives
   *   the selector itself
   * @param restart is called when `document.open` has removed the launcher's listeners, to add them again
   * @param lifetime of the widget
   */
  default(
    launcher: HTMLButtonElement,
    events: EventTarget,
    settings: { launcher?: string | undefined } | string | undefined,
    restart: () => void,
    lifetime: AbortController,
  ): void;
}

/** The facts that `Foyer.available()` and `Foyer.unread()` return. */
export interface KnownFacts {
  available?: boolean;
  /** Of unread messages. */
  count?: number;
  /** The commands ask for each panel that is mounted. */
  onPanel?(panel: Panel): void;
}

/** A call of a command that the embed has no code for. `resolve` takes its result. */
export type SdkCall = readonly [
  command: keyof FoyerCommands,
  args: readonly unknown[],
  resolve: (result?: unknown) => void,
];

/** The script that carries out the commands that the embed has no code for; loaded at the first of them. */
export interface SdkModule {
  /** @param calls those that can be carried out are removed from the list */
  default(embed: EmbedForSdk, calls: SdkCall[]): void;
}

/** The interface of the embed for the commands. It does not change while the widget is in the page. */
export interface EmbedForSdk {
  /** The session; none before consent. */
  session(): EmbedHost | null | undefined;
  readonly settings: PageSettings;
  readonly launcher: HTMLButtonElement;
  readonly events: AbortSignal;
  /** Ends the session and begins it again, with the panel drawn anew. */
  restart(): void;
  // the parts may not import these: files of their own would come of it (load-part.ts)
  /** Tells the site's developer. */
  warn(text: string): void;
  readonly sideOf: typeof sideOf;
  readonly labelFor: typeof labelFor;
}

/** A statement of who the visitor is; 0: they have logged out, and a new visitor is stored already; undefined: nothing is said. */
export type IdentifyCall = Identity | 0 | undefined;

/** The script that says who the visitor is (R33), and ends what remains of one who has logged out. */
export interface IdentifyModule {
  /**
   * @param resume ends the session and begins it again, with the panel drawn anew
   * @param calls are removed from the list
   * @returns resolves once the server has answered to all of them
   */
  default(host: EmbedHost, resume: () => void, calls: IdentifyCall[]): Promise<void>;
}

/** The script that joins the visitors of a site's hosts. */
export interface AcrossHostsModule {
  default(host: EmbedHost): Promise<void>;
}

/** The script of a locale. */
export interface LocaleModule {
  default: FormWords;
}
