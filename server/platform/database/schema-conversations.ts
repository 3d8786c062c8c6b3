import type { Source } from "../../../shared/contact.ts";
import type { ConversationStatus, Message, Priority, Rating } from "../../../shared/conversation.ts";
import type { FormKey } from "../../../shared/form-key.ts";

/** The tables of conversations and tickets. See `schema.ts`. */
export interface ConversationSchema {
  conversations: Conversations;
  conversation_tags: ConversationTags;
  conversation_days: ConversationDays;
  erased_contacts: ErasedContacts;
  messages: Messages;
  answers_to_mail: AnswersToMail;
  message_copies: MessageCopies;
  conversation_participants: ConversationParticipants;
  submissions: Submissions;
  message_terms: MessageTerms;
  message_term_lists: MessageTermLists;
  message_index_states: MessageIndexStates;
}

interface Conversations {
  property_id: string;
  id: string;
  /** The device that began it. */
  visitor_id: string;
  /** The record that shows it: the visitor, or the contact that its browser is attached to. */
  contact_id: string;
  /** The form that opened it, by its key; or `agent`, `follow_up` or `mail`, which are no keys of forms. */
  form: FormKey;
  ticket: number | null;
  status: ConversationStatus;
  unread: number;
  claimed: number;
  suspicious: number;
  /** 1: an answer was mailed and did not reach the customer. */
  mail_failed: number;
  preview: string;
  /** The sequence number of its last entry, and of its last change of any kind. */
  last_sequence: number;
  revision: number;
  visitor_read: number;
  agent_read: number;
  assignee_id: string | null;
  /** Since when the visitor waits for an answer; null: they do not. */
  unanswered_since: number | null;
  /** Empty for a chat. */
  subject: string;
  priority: Priority;
  /** When a ticket's unanswered message should be answered; null: nothing is due. */
  due_at: number | null;
  /** When the ticket became solved; null: it is not. */
  solved_at: number | null;
  /** The closed ticket that this one continues, and the one that continues this. */
  follows: string | null;
  followed_by: string | null;
  /** The ticket that this one was joined into. Such a ticket is closed and takes no more entries. */
  joined_into: string | null;
  /** BeforeJoin as JSON: what undoing the join restores; null: it is not joined. */
  before_join: string | null;
  /** 1: an agent opened it with a note, so there is nothing yet that its visitor may see. */
  hidden: number;
  /** IDs of tags as JSON, sorted. `conversation_tags` is their index. */
  tags: string;
  /** ConversationFacts as JSON: what of it is counted in `conversation_days`; empty: nothing. */
  facts: string;
  rating: Rating | null;
  /** The ID of the delivery that opened it; null: an agent did. */
  opener: string | null;
  created_at: number;
  last_message_at: number;
}

/** The index of the inbox's view by tag. It repeats what the view filters and sorts by. */
interface ConversationTags {
  property_id: string;
  tag_id: string;
  conversation_id: string;
  suspicious: number;
  last_message_at: number;
  due_at: number | null;
}

/** The counts of the conversations that began on a day, for reports. They outlive the conversations. */
interface ConversationDays {
  property_id: string;
  /** The days from 1970-01-01, by the property's time zone at that time. */
  day: number;
  /** DayCounts as JSON. */
  counts: string;
}

/** The number of contacts that were erased, by the day on which they became contacts and how. It says nothing about who. */
interface ErasedContacts {
  property_id: string;
  /** As in `conversation_days`. */
  day: number;
  source: Source;
  contacts: number;
}

/** The entries of conversations: messages, notes and events. */
interface Messages {
  property_id: string;
  conversation_id: string;
  sequence: number;
  /** The sequence number of its last change. */
  revision: number;
  id: string;
  kind: Message["kind"];
  author: Message["author"];
  agent_id: string | null;
  /** The name of the API key with which a program acted for the agent; null: they did it themselves. */
  via: string | null;
  text: string;
  /** FileInfo[] as JSON. */
  files: string;
  /** ConversationEvent as JSON; null unless kind is event. */
  event: string | null;
  edited_at: number | null;
  retracted: number;
  sent_at: number;
  received_at: number;
}

interface Submissions {
  property_id: string;
  id: string;
  conversation_id: string;
  visitor_id: string;
  form: FormKey;
  /** AnsweredField[] as JSON. */
  answers: string;
  page: string;
  locale: string;
  sent_at: number;
  received_at: number;
}

/** The conversations with messages of agents that may have to be mailed: a queue (R30). */
interface AnswersToMail {
  property_id: string;
  conversation_id: string;
  /** The sequence number of the first message that was not considered yet. */
  first_sequence: number;
  /** When they are considered, ms since 1970. */
  due_at: number;
}

/** Whom else an agent sent a message to by mail. */
interface MessageCopies {
  property_id: string;
  conversation_id: string;
  message_id: string;
  /** The addresses as JSON. */
  cc: string;
  bcc: string;
}

/** The people who got a copy (Cc) of a conversation's mails: they may write into it by mail (R32). */
interface ConversationParticipants {
  property_id: string;
  conversation_id: string;
  /** As addresses are compared (R8). */
  address_key: string;
  address: string;
  added_at: number;
}

/** The search index of messages: a row for each term of an entry. */
interface MessageTerms {
  property_id: string;
  term: string;
  /** The entry's sequence number, which is unique within the property. */
  sequence: number;
}

/** The terms of each entry, together. */
interface MessageTermLists {
  property_id: string;
  sequence: number;
  conversation_id: string;
  /** See `platform/search/term-lists.ts`. */
  terms: string;
}

/** How far a property's messages are indexed. */
interface MessageIndexStates {
  property_id: string;
  /** Changes up to this sequence number are indexed, or are left to the backfill. */
  indexed_until: number;
  /** 1: entries from before the index existed are indexed from the newest conversation to the oldest. */
  backfilling: number;
  /** The last entry of the backfill so far; empty and 0: none. */
  backfill_conversation: string;
  backfill_sequence: number;
}
