import type { EmbedSettings, InlinedSettings } from "../../shared/property.ts";
import type { VisitReceipt } from "../../shared/visitor.ts";
import type { Identity } from "../api/foyer.ts";
import type { FormWords } from "../locales/words.ts";
import type { CreateFormView } from "../panel/loaded-parts.ts";
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
   * @param ownLauncher a selector of the page's own launchers
   * @param restart is called when `document.open` has removed the launcher's listeners, to add them again
   * @param lifetime of the widget
   */
  default(
    launcher: HTMLButtonElement,
    events: EventTarget,
    ownLauncher: string | undefined,
    restart: () => void,
    lifetime: AbortController,
  ): void;
}

/** A statement of who the visitor is; 0: they have logged out, and a new visitor is stored already; undefined: nothing is said. */
export type IdentifyCall = Identity | 0 | undefined;

/** The script that says who the visitor is (R33), and ends what remains of one who has logged out; loaded when the page does. */
export interface IdentifyModule {
  /**
   * @param resume ends the session and begins it again, with the panel drawn anew
   * @param calls are removed from the list
   */
  default(host: EmbedHost, resume: () => void, calls: IdentifyCall[]): void;
}

/** The script that joins the visitors of a site's hosts. */
export interface AcrossHostsModule {
  default(host: EmbedHost): Promise<void>;
}

/** The script of a locale. */
export interface LocaleModule {
  default: FormWords;
}
