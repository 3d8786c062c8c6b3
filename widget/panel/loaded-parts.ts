import type { JSX } from "preact";
import type { ChatController } from "../chat/controller/chat-controller.ts";
import type { Words } from "../locales/words.ts";
import type { FormScreen, SubmissionScreen } from "../state/panel-state.ts";
import type { ChatEnvironment, FormActions, FormEnvironment } from "./view.ts";

/** A form as it is drawn: its components, and when the chat takes its place. */
export type FormView = typeof import("./form-view.tsx");

/** It with the actions that it has created for this panel. */
export interface FormViewParts extends FormView {
  readonly formActions: FormActions;
}

/** Before the view of the form is loaded. */
export interface NoFormViewParts {
  readonly FormPage?: undefined;
}

/** The components of the form's part. */
export interface FormParts {
  FormNotice(props: FormEnvironment & { readonly screen: FormScreen }): JSX.Element | null;
  SubmissionStatus(
    props: FormEnvironment & { readonly words: Words; readonly screen: SubmissionScreen },
  ): JSX.Element;
}

/** The components and the controller of the chat bundle, which is loaded after the form. */
export interface ChatParts {
  Chat(props: ChatEnvironment): JSX.Element;
  LauncherPreview(props: ChatEnvironment): JSX.Element;
  readonly controller: ChatController;
  /** Those of the form and of the chat. */
  readonly words: Words;
}

/** Before the chat bundle is loaded. */
export interface NoChatParts {
  readonly Chat?: undefined;
}
