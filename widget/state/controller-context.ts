import type { EmbedSettings } from "../../shared/property.ts";
import type { EmitEvent } from "../api/foyer.ts";
import type { DeliveryServices } from "../delivery/open-delivery.ts";
import type { Lazily } from "../panel/part.ts";
import type { PanelStore } from "./panel-store.ts";
import type { PersistedStateStore } from "./persisted-state.ts";

/** The context of the controllers of the form and of the chat. */
export interface ControllerContext extends DeliveryServices {
  readonly settings: EmbedSettings;
  readonly locale: string;
  /** `https://chat.example.com/w/PROPERTY` */
  readonly propertyUrl: string;
  readonly launcher: HTMLElement;
  /** Aborted when the widget is removed. */
  readonly signal: AbortSignal;
  readonly panel: PanelStore;
  readonly persisted: PersistedStateStore;
  /** Emits an event to the page. */
  readonly emit: EmitEvent;
  readonly lazily: Lazily;
}
