import type { JSX } from "preact";
import type { ChatController } from "../chat/controller/chat-controller.ts";
import type { Words } from "../locales/words.ts";
import type { SubmissionScreen } from "../state/panel-state.ts";
import type { ChatEnvironment, View } from "./view.ts";

/** The components of the form's part. */
export interface FormParts {
  SubmissionStatus(props: View & { readonly words: Words; readonly screen: SubmissionScreen }): JSX.Element;
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
