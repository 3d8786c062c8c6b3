import type { ChatController } from "../chat/controller/chat-controller.ts";
import type { Form } from "../form/form-controller.ts";

/** The controllers of the panel, once the chat bundle is loaded. */
export interface Controllers {
  readonly chat: ChatController;
  /** Gets the controller of the form, once its part is loaded. */
  openForm(): Promise<Form>;
  /** Resolves once earlier deliveries are shown. Before that, the form on the screen may be in the outbox already. */
  readonly resumed: Promise<void>;
}
