import type { JSX } from "preact";
import type { EmbedSettings } from "../../shared/property.ts";
import type { Answer, Answers } from "../../shared/rules/form.ts";
import type { ChatController } from "../chat/controller/chat-controller.ts";
import type { ShownFields } from "../form/shown-fields.ts";
import type { faultText } from "../locales/fault-texts.ts";
import type { ChatWords, FormWords, Words } from "../locales/words.ts";
import type { FormScreen, PanelState, SubmissionScreen } from "../state/panel-state.ts";
import type { PanelStore } from "../state/panel-store.ts";
import type { Lazy } from "./part.ts";

/** The visitor's actions in the frame. */
interface Actions {
  open(): void;
  close(): void;
}

/** The visitor's actions in a form, and on the page that shows what becomes of it. */
export interface FormActions {
  answer(field: string, answer: Answer): void;
  /** The visitor has left the field of a phone number. */
  leavePhone(field: string): void;
  submit(): void;
  restart(): void;
  discard(delivery: string): void;
  changeVisitor(): void;
  /** Text was entered in the field that only programs see. */
  setTrap(text: string): void;
}

/** The common context of all components of a panel. It does not change. */
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
  readonly formView: Lazy<FormView>;
}

/** The properties of the components of the frame and the form. These are drawn whenever the state outside the chat changes. */
export interface View extends PanelEnvironment {
  readonly state: PanelState;
}

/** The properties of the components of the form. */
export interface FormEnvironment extends View {
  readonly formActions: FormActions;
}

/** The components of the form's part. */
export interface FormParts {
  SubmissionStatus(
    props: FormEnvironment & { readonly words: Words; readonly screen: SubmissionScreen },
  ): JSX.Element;
}

/** The texts of faults and refusals, with the words for them. Before they are loaded, nothing is validated or sent. */
export interface FaultTexts {
  readonly faultText: typeof faultText;
  FormNotice(props: FormNoticeProps): JSX.Element | null;
  /** Those of the form and of the chat. */
  readonly words: Words;
}

export type FormNoticeProps = FormEnvironment & FaultTexts & { readonly screen: FormScreen };

export type FormPageProps = FormEnvironment &
  (FaultTexts | { readonly faultText?: undefined }) & { readonly screen: FormScreen };

export interface KnownAnswersProps extends PanelEnvironment {
  readonly formActions: FormActions;
  readonly screen: FormScreen;
  readonly known: Answers;
}

/** A form as it is drawn: its components and actions, and when the chat takes its place. */
export interface FormView {
  FormPage(props: FormPageProps): JSX.Element;
  KnownAnswers(props: KnownAnswersProps): JSX.Element | null;
  opensChat(view: View): boolean;
  /** For the measure of the form, which has no code of its own for it. */
  readonly shownFields: ShownFields;
  readonly formActions: FormActions;
  readonly css: string;
}

/** The common context of the components of the chat. They subscribe to the state themselves (`use-chat.ts`). */
export interface ChatEnvironment extends PanelEnvironment {
  readonly words: Words;
  readonly controller: ChatController;
}
