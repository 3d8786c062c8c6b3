import type { ConversationSummary, Message, VisitorConversation, VisitorMessage } from "./conversation.ts";
import type { MailInfo } from "./mail.ts";

/**
 * `opened`: it is new, or open again after it was solved or closed. `ticket_created`: it is new, or was a chat. `ticket_updated`:
 * its status, subject, priority, assignee, tags or target has changed.
 */
export type ConversationStep = "opened" | "closed" | "ticket_created" | "ticket_updated";

/**
 * The events of the in-process bus: what one feature of the server tells the others. They are published after the
 * commit, in the order of the commits.
 */
export type FoyerEvent =
  /** A conversation has changed. */
  | {
      readonly kind: "conversation";
      readonly property: string;
      /** The conversation's revision: a sequence number of the property. */
      readonly sequence: number;
      readonly summary: ConversationSummary;
      /** The steps of its life in this change. */
      readonly steps: readonly ConversationStep[];
      /** Its new and changed entries. */
      readonly messages: readonly Message[];
      /** The part of it that the visitor may see; null: nothing. */
      readonly visitor: {
        readonly id: string;
        readonly conversation: VisitorConversation;
        readonly messages: readonly VisitorMessage[];
      } | null;
    }
  /** A visitor has opened a page. */
  | { readonly kind: "visit"; readonly property: string; readonly visitor: string }
  /** Details of a person have changed, or only notes and suggestions about them. */
  | {
      readonly kind: "person";
      readonly property: string;
      readonly person: string;
      readonly isOnlyAbout?: boolean;
    }
  /** Records were written. Those who became contacts are in `created`; `updated` may have visitors who are none. */
  | {
      readonly kind: "contacts_saved";
      readonly property: string;
      readonly created: readonly string[];
      readonly updated: readonly string[];
    }
  /** Contacts were merged into one. */
  | {
      readonly kind: "contacts_merged";
      readonly property: string;
      readonly survivor: string;
      readonly absorbed: readonly string[];
    }
  /** A person was erased for good. */
  | { readonly kind: "person_erased"; readonly property: string; readonly person: string }
  /** A visitor was proven to be the person of a record (R33). */
  | {
      readonly kind: "visitor_identified";
      readonly property: string;
      readonly visitor: string;
      readonly person: string;
    }
  /** A visitor has completed a form. */
  | {
      readonly kind: "submission";
      readonly property: string;
      readonly submission: string;
      readonly conversation: string;
      readonly visitor: string;
      readonly person: string;
    }
  /** An import is done, failed or cancelled, or was undone. */
  | { readonly kind: "import_finished"; readonly property: string; readonly import: string }
  /** Webhooks were queued. */
  | { readonly kind: "webhooks_queued" }
  /** An agent has come, gone away, joined or left, so availability may have changed. */
  | { readonly kind: "presence"; readonly agent: string }
  /** A mail was queued, or its state has changed. */
  | { readonly kind: "mail"; readonly property: string; readonly mail: MailInfo }
  /** A property's mail settings have changed. */
  | { readonly kind: "mail_settings"; readonly property: string }
  /** How a property receives mail has changed. */
  | { readonly kind: "mailbox_settings"; readonly property: string }
  /** A mail was received and waits to be processed. */
  | { readonly kind: "mail_received"; readonly property: string }
  /** A source has sent a body, or an admin wants bodies to be processed again. */
  | { readonly kind: "body_queued"; readonly property: string }
  /** A property's settings have changed. */
  | { readonly kind: "settings"; readonly property: string }
  /** The visitor's token is no longer valid, so their connections must be closed. */
  | { readonly kind: "visitor_revoked"; readonly property: string; readonly visitor: string }
  /** An agent has signed out (`property` is null), or is no longer a member of a property. */
  | { readonly kind: "agent_revoked"; readonly agent: string; readonly property: string | null };
