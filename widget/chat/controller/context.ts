import type { EmbedSettings } from "../../../shared/property.ts";
import type { FoyerEvents } from "../../api/foyer.ts";
import type { News, Outbox } from "../../delivery/outbox.ts";
import type { Access } from "../../delivery/sender.ts";
import type { VisitorRecord } from "../../embed/visitor-record.ts";
import type { Event, State } from "../../state/panel-state.ts";
import type { Kept } from "../../state/persisted-state.ts";
import type { LiveParts } from "../live-connection.ts";

/** What a chat is made of. */
export interface TalkParts extends Pick<LiveParts, "now" | "random" | "after" | "signal"> {
  readonly settings: EmbedSettings;
  /** `https://chat.example.com/w/PROPERTY` */
  readonly at: string;
  readonly launcher: HTMLElement;
  readonly access: Access;
  readonly outbox: Outbox;
  state(): State;
  dispatch(event: Event): void;
  kept(): Kept;
  keep(part: Partial<Kept>): void;
  visitor(): VisitorRecord;
  newId(): string;
  emit<E extends keyof FoyerEvents>(event: E, detail: FoyerEvents[E]): void;
  /** Tells the other tabs. */
  tell(news: News): void;
  /** Marks the record, so that the next page loads the panel unasked while a conversation is open. */
  mark(): void;
  /** Runs a job while no other tab runs one. */
  alone(job: () => Promise<unknown>, signal: AbortSignal): Promise<unknown>;
  /**
   * Sends the pre-chat form with what is known and the first words (R28).
   *
   * @returns the words if the form had no place for them; null: it asks more
   */
  begin(text: string): string | null;
}
