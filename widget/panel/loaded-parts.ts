import type { JSX } from "preact";
import type { ChatController } from "../chat/controller/chat-controller.ts";
import type { Form } from "../form/form-controller.ts";
import type { PanelStore } from "../state/panel-store.ts";
import type { PersistedStateStore } from "../state/persisted-state.ts";
import type { Lazy } from "./part.ts";
import type { ChatEnvironment, FaultTexts, FormView } from "./view.ts";

/** Creates what draws a form. */
export type CreateFormView = (
  store: PanelStore,
  persisted: PersistedStateStore,
  openForm: Lazy<Form>,
) => FormView;

/** Before the view of the form is loaded. */
export interface NoFormView {
  readonly FormPage?: undefined;
  readonly css?: undefined;
}

/** The components and the controller of the chat bundle, which is loaded after the form. */
export interface ChatParts extends FaultTexts {
  Chat(props: ChatEnvironment): JSX.Element;
  LauncherPreview(props: ChatEnvironment): JSX.Element;
  readonly controller: ChatController;
}

/** Before the chat bundle is loaded. */
export interface NoChatParts {
  readonly Chat?: undefined;
  readonly faultText?: undefined;
}
