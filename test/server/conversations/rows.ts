import type {
  ConversationRow,
  MessageRow,
  TransitionContext,
} from "../../../server/conversations/core/row-changes.ts";

export const NOW = 1_000_000;
/** How long after a message of a ticket its answer is due, ms. */
export const TARGET = 50_000;
export const ALICE = { id: "alice", name: "Alice" };
export const BOB = { id: "bob", name: "Bob" };
export const VISITOR = { agent: null };

/** An unanswered chat whose first entry has the sequence number 10. */
export function chat(more: Partial<ConversationRow> = {}): ConversationRow {
  return {
    property_id: "shop000001",
    id: "chat",
    visitor_id: "V0000000000000001",
    contact_id: "V0000000000000001",
    form: "pre_chat",
    ticket: null,
    status: "open",
    unread: 1,
    claimed: 0,
    suspicious: 0,
    mail_failed: 0,
    preview: "Hello",
    last_sequence: 10,
    revision: 10,
    visitor_read: 10,
    agent_read: 0,
    assignee_id: null,
    unanswered_since: 900_000,
    rating: null,
    opener: "opener",
    created_at: 900_000,
    last_message_at: 900_000,
    subject: "",
    priority: "normal",
    due_at: null,
    solved_at: null,
    follows: null,
    followed_by: null,
    joined_into: null,
    before_join: null,
    hidden: 0,
    tags: "[]",
    facts: "",
    ...more,
  };
}

export function entry(more: Partial<MessageRow> = {}): MessageRow {
  return {
    property_id: "shop000001",
    conversation_id: "chat",
    sequence: 12,
    revision: 12,
    id: "m12",
    kind: "message",
    author: "agent",
    agent_id: ALICE.id,
    text: "Good day",
    files: "[]",
    event: null,
    edited_at: null,
    retracted: 0,
    via: null,
    sent_at: NOW - 1_000,
    received_at: NOW - 1_000,
    ...more,
  };
}

/** A context whose next sequence number is 20. */
export function context(): TransitionContext {
  let next = 20;
  return {
    sequence: () => next++,
    newId: () => `id${next}`,
    now: NOW,
    timeZone: "UTC",
    answerDue: (from) => from + TARGET,
  };
}
