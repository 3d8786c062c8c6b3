import type { MailKind, MailState } from "../../../shared/mail.ts";
import type { MailFailureCode } from "../../../shared/mail-failure.ts";

/** The tables of mail. */
export interface MailSchema {
  mail_settings: MailSettingsRow;
  mails: Mails;
  mail_stops: MailStops;
}

/** The mail settings that were saved for a property. */
interface MailSettingsRow {
  property_id: string;
  /**
   * MailSettings as JSON, its secrets included; null: those of the environment. The secrets are stored as the server's own
   * secrets are, and never sent out.
   */
  settings: string | null;
  version: number;
  updated_at: number;
}

/** Mails that are to be sent, and those that were (R31). */
interface Mails {
  property_id: string;
  id: string;
  kind: MailKind;
  /** 1: nobody wrote it, so it is capped. */
  automatic: number;
  conversation_id: string | null;
  /** The IDs of the conversation's messages that it carries, as JSON. */
  entries: string;
  /** The visitor whom it is about, if it is about no conversation. */
  visitor_id: string | null;
  /** MailRecipients as JSON. */
  recipients: string;
  /** The first recipient, as addresses are compared (R8). */
  recipient_key: string;
  reply_to: string | null;
  subject: string;
  /** Empty once they are removed: see `outbound/housekeeping.ts`. */
  text: string;
  html: string;
  /** Further fields by name, as JSON. */
  headers: string;
  /** FileInfo[] as JSON. */
  files: string;
  /** With angle brackets; the same on every try. */
  message_id: string;
  in_reply_to: string | null;
  /** string[] as JSON; the thread root first. */
  reference_ids: string;
  state: MailState;
  attempts: number;
  /** Attempts of which nobody knows whether they sent it. */
  uncertain_attempts: number;
  /** Null unless it is queued. */
  next_attempt_at: number | null;
  /** The last failure, and what the server answered. */
  failure: MailFailureCode | null;
  failure_answer: string;
  /** RefusedRecipient[] as JSON. */
  refused: string;
  /** The server's reply to the mail that it accepted. */
  answer: string;
  /** The Message-ID that a relay put in the place of ours. */
  relay_message_id: string | null;
  /** The process that sends it, and the end of its lease. */
  runner: string | null;
  lease_until: number;
  created_at: number;
  /** When it was queued, at first or by hand: attempts end some days later. */
  queued_at: number;
  changed_at: number;
  /** After this time it is of no use, so it is not sent. */
  expires_at: number | null;
  sent_at: number | null;
}

/** The conversations about which their customers want no mail. */
interface MailStops {
  property_id: string;
  conversation_id: string;
  stopped_at: number;
}
