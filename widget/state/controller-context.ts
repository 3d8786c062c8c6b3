import type { EmbedSettings } from "../../shared/property.ts";
import type { EmitEvent } from "../api/foyer.ts";
import type { ApiClient } from "../delivery/api-client.ts";
import type { CancelTimer } from "../delivery/cancel-timer.ts";
import type { Outbox } from "../delivery/outbox.ts";
import type { Tabs } from "../delivery/tabs.ts";
import type { VisitorRecord } from "../embed/visitor-record.ts";
import type { Lazily } from "../panel/part.ts";
import type { PanelStore } from "./panel-store.ts";
import type { PersistedStateStore } from "./persisted-state.ts";

/** The context of the controllers of the form and of the chat. */
export interface ControllerContext {
  readonly settings: EmbedSettings;
  readonly locale: string;
  /** `https://chat.example.com/w/PROPERTY` */
  readonly propertyUrl: string;
  readonly launcher: HTMLElement;
  /** Aborted when the widget is removed. */
  readonly signal: AbortSignal;
  readonly panel: PanelStore;
  readonly persisted: PersistedStateStore;
  readonly tabs: Tabs;
  readonly outbox: Outbox;
  readonly client: ApiClient;
  visitor(): VisitorRecord;
  /** Replaces the visitor by a new one, in this tab and in the others ("Not you?"). */
  changeVisitor(): void;
  /** Emits an event to the page. */
  readonly emit: EmitEvent;
  /** Tells the next page to load the panel unasked: deliveries wait, or the conversation is open. */
  setPending(hasDeliveries: boolean): void;
  newId(): string;
  readonly lazily: Lazily;
  /** The time by the visitor's clock, which may be wrong and change, ms since 1970. For display and for records. */
  now(): number;
  /** The time since the page was opened, ms. It never goes back, so waits and durations are measured with it. */
  monotonicNow(): number;
  random(): number;
  /** Calls a job after so many ms. */
  after(ms: number, job: () => void): CancelTimer;
}
