import type { EmbedSettings } from "../../shared/property.ts";
import type { Words } from "../locales/words.ts";
import type { VisitorKeeper } from "./visitor.ts";

/**
 * What the embed hands to the panel when it mounts it. Its signal is aborted by shutdown and by a denied consent: then
 * the panel takes itself away.
 */
export interface Doorway extends AbortController {
  readonly settings: EmbedSettings;
  /** Where the property lives on the server: `https://chat.example.com/w/PROPERTY`. */
  readonly at: string;
  /**
   * The button in the shadow root that the panel moves into. It is in the widget's language, stands on the side where
   * the panel opens, and is where the page listens for events.
   */
  readonly launcher: HTMLButtonElement;
  readonly keeper: VisitorKeeper;
  /** The answer to this page's visit, once it is registered; nothing if that failed. */
  visits?: Promise<Response | undefined>;
  /** Once it is asked for; null: it could not be loaded. */
  panel?: Promise<Panel> | null;
  /** Opens or closes the panel; the one place that decides which of both it is. */
  show(open: boolean): void;
}

export interface Panel {
  show(open: boolean): void;
}

/** The panel's file, as the embed imports it. */
export interface PanelModule {
  default(doorway: Doorway, words: Words): Panel;
}

/** A locale's file. */
export interface LocaleModule {
  default: Words;
}
