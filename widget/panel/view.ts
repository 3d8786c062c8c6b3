import type { EmbedSettings } from "../../shared/property.ts";
import type { Answer } from "../../shared/rules/form.ts";
import type { Talk } from "../chat/controller/chat-controller.ts";
import type { Words } from "../locales/words.ts";
import type { SentScreen, State } from "../state/panel-state.ts";
import type { Drawn } from "./dom.ts";
import type { Scroll } from "./scroll.ts";

/** What the visitor can do. */
export interface Actions {
  type(field: string, answer: Answer): void;
  /** They have left a phone's field. */
  leave(field: string): void;
  send(): void;
  again(): void;
  discard(delivery: string): void;
  forget(): void;
  /** Something was entered where people see no field. */
  trap(text: string): void;
  open(): void;
  close(): void;
}

/** What is drawn of what comes later. */
export type LaterView = View & { readonly later: Later };

export interface Later {
  /** Draws what became of a delivery. */
  Sent(view: View & { readonly screen: SentScreen }): Drawn;
  Chat(view: LaterView): Drawn;
  /** Draws what stands beside the closed launcher. */
  Beside(view: LaterView): Drawn;
  readonly talk: Talk;
  readonly scroll: Scroll;
}

/** What every part of the panel is drawn from. */
export interface View {
  readonly state: State;
  readonly words: Words;
  readonly settings: EmbedSettings;
  readonly locale: string;
  readonly dir: "ltr" | "rtl";
  /** Where the launcher stands. */
  readonly side: "left" | "right";
  readonly actions: Actions;
  /** What comes with the desk; null until then, and before it there is nothing to say of faults and deliveries. */
  readonly later: Later | null;
}
