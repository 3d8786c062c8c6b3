import type { AlertKind, PauseReason } from "../../../shared/alert.ts";
import type { AlertFailureCode } from "../../../shared/alert-failure.ts";

/** The tables of alerts. See `schema.ts`. */
export interface AlertSchema {
  alert_channels: AlertChannels;
  alert_cursors: AlertCursors;
  alerts: Alerts;
}

/** The channels of chat services that a property's team is alerted in. */
interface AlertChannels {
  id: string;
  property_id: string;
  name: string;
  /**
   * AlertTarget as JSON, its secret included. It is stored as the server's own secrets and those of mail settings are, and never
   * sent out.
   */
  target: string;
  /** AlertSettings as JSON. */
  settings: string;
  /** Null: it is active. */
  pause_reason: PauseReason | null;
  paused_at: number | null;
  last_sent_at: number | null;
  /** Attempts that have failed since the last success, the refusals among them, since when, and the last of them. */
  failures: number;
  refusals: number;
  failing_since: number | null;
  failure: AlertFailureCode | null;
  failed_at: number | null;
  /** Nothing is sent before this time: the service's limits, and the pause after a failure. */
  next_at: number;
  /** The process that sends, and the end of its lease. */
  runner: string | null;
  lease_until: number;
  created_at: number;
}

/** Up to which sequence number and ticket of a property its channels were alerted. */
interface AlertCursors {
  property_id: string;
  last_sequence: number;
  last_ticket: number;
}

/** Alerts that are to be sent, and those of the last days that were. */
interface Alerts {
  channel_id: string;
  property_id: string;
  kind: AlertKind;
  /** The ID of the conversation or contact. */
  about_id: string;
  /**
   * The occurrence there, so that it is reported once: the beginning of the wait, the number of the ticket, the sequence number of
   * the note, or the ID of the contact's note.
   */
  entry: string;
  about: "conversation" | "contact";
  due_at: number;
  /** Null: it is to be sent. */
  sent_at: number | null;
  created_at: number;
}
