import type { EmbedSettings } from "../../shared/property.ts";
import type { Answer } from "../../shared/rules/form.ts";
import type { ChatController } from "../chat/controller/chat-controller.ts";
import type { Words } from "../locales/words.ts";
import type { FormScreen, PanelState, SubmissionScreen } from "../state/panel-state.ts";
import type { Drawn } from "./dom.ts";
import type { ScrollKeeper } from "./scroll.ts";

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

/** The components and controllers of the chat bundle. */
export interface ChatParts {
  SubmissionStatus(view: SubmissionView): Drawn;
  Chat(view: ChatView): Drawn;
  LauncherPreview(view: ChatView): Drawn;
  readonly chat: ChatController;
  readonly scroll: ScrollKeeper;
}

/** The properties of every component of the panel. */
export interface View {
  readonly state: PanelState;
  readonly words: Words;
  readonly settings: EmbedSettings;
  readonly locale: string;
  readonly dir: "ltr" | "rtl";
  /** The side of the launcher and the panel. */
  readonly side: "left" | "right";
  readonly actions: Actions;
  /** Null until the chat bundle is loaded. */
  readonly parts: ChatParts | null;
}

export type ChatView = View & { readonly parts: ChatParts };
export type FormView = View & { readonly screen: FormScreen };
export type SubmissionView = View & { readonly screen: SubmissionScreen };
