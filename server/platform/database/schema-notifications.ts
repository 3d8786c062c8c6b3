import type { NotificationKind } from "../../../shared/notifications.ts";

/** The tables of agents' notifications. */
export interface NotificationSchema {
  notification_cursors: NotificationCursors;
  notification_preferences: NotificationPreferencesRow;
  notifications: Notifications;
  note_mentions: NoteMentions;
  push_subscriptions: PushSubscriptions;
}

/** Up to which sequence number of a property agents were told. Without a row: 0. */
interface NotificationCursors {
  property_id: string;
  last_sequence: number;
}

interface NotificationPreferencesRow {
  agent_id: string;
  /** NotificationPreferences as JSON. */
  preferences: string;
  updated_at: number;
}

/** Notifications for agents. A row is removed when it was sent, or is of no more use. */
interface Notifications {
  agent_id: string;
  /** `mail`, or the ID of a push subscription. */
  target: string;
  property_id: string;
  about: "conversation" | "contact";
  /** The ID of the conversation or contact: later events of it change the row. */
  about_id: string;
  kind: NotificationKind;
  /** The sequence number of the entry that it is about, or the ID of the contact's note. */
  entry: string;
  /** When it is sent: messages wait for somebody to read them, and quiet hours for their end. */
  due_at: number;
  attempts: number;
  /** The process that sends it, and the end of its lease. */
  runner: string | null;
  lease_until: number;
  created_at: number;
}

/** Mentions in notes about contacts that no notification was planned for yet. */
interface NoteMentions {
  property_id: string;
  note_id: string;
  contact_id: string;
  agent_id: string;
  /** The author of the note. */
  author_id: string;
}

/** The browsers that get push messages. */
interface PushSubscriptions {
  id: string;
  agent_id: string;
  /** The session that it was made in: when it ends, so does the subscription. */
  session_id: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  /** `Firefox on Linux`; empty: unknown. */
  browser: string;
  created_at: number;
  /** When the last message was sent, ms since 1970; 0: never. */
  last_sent_at: number;
  /** Refusals since the last message that was accepted. */
  refusals: number;
}
