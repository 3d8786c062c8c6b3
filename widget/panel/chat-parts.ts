import type { JSX } from "preact";
import type { ChatController } from "../chat/controller/chat-controller.ts";
import type { SubmissionScreen } from "../state/panel-state.ts";

/** The components and the controller of the chat bundle, which is loaded after the form. */
export interface ChatParts {
  SubmissionStatus(props: { readonly screen: SubmissionScreen }): JSX.Element;
  Chat(props: { readonly controller: ChatController }): JSX.Element;
  LauncherPreview(props: { readonly controller: ChatController }): JSX.Element;
  readonly controller: ChatController;
}
