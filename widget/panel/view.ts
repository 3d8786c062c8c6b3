import type { EmbedSettings } from "../../shared/property.ts";
import type { Answer } from "../../shared/rules/form.ts";
import type { ChatController } from "../chat/controller/chat-controller.ts";
import type { ChatWords, FormWords, Words } from "../locales/words.ts";
import type { PanelState } from "../state/panel-state.ts";
import type { PanelStore } from "../state/panel-store.ts";

/** The visitor's actions outside the chat. */
export interface Actions {
  answer(field: string, answer: Answer): void;
  /** The visitor has left the field of a phone number. */
  leavePhone(field: string): void;
  submit(): void;
  restart(): void;
  discard(delivery: string): void;
  changeVisitor(): void;
  /** Text was entered in the field that only programs see. */
  setTrap(text: string): void;
  open(): void;
  close(): void;
}

/** What all components of a panel have in common. It does not change. */
export interface PanelEnvironment {
  readonly store: PanelStore;
  /** Those of the chat are absent until it is loaded. */
  readonly words: FormWords & Partial<ChatWords>;
  readonly settings: EmbedSettings;
  readonly locale: string;
  readonly dir: "ltr" | "rtl";
  /** The side of the launcher and the panel. */
  readonly side: "left" | "right";
  readonly actions: Actions;
}

/** The properties of the components of the frame and the form. These are drawn whenever the state outside the chat changes. */
export interface View extends PanelEnvironment {
  readonly state: PanelState;
}

/** What the components of the chat have in common. They subscribe to the state themselves (`chat-context.ts`). */
export interface ChatEnvironment extends PanelEnvironment {
  readonly words: Words;
  readonly controller: ChatController;
}
