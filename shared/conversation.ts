import * as z from "zod/mini";
import { Email, Named } from "./contact.ts";
import { FileInfo } from "./file.ts";
import { FieldType, FormKey } from "./form-key.ts";
import { MAX_FILES, MAX_MESSAGE } from "./rules/limits.ts";
import { Device, Uuid, VisitorId } from "./visitor.ts";

export { MAX_FILES, MAX_MESSAGE };

/** An answer with its question, as it was worded when the visitor answered. */
export const AnsweredField = z.object({
  field: z.string(),
  type: FieldType,
  label: z.string(),
  /** Choices are their labels; a checkbox is true. */
  answer: z.union([z.string(), z.array(z.string()), z.boolean()]),
});
export type AnsweredField = z.infer<typeof AnsweredField>;

export const Submission = z.object({
  id: z.string(),
  form: FormKey,
  answers: z.array(AnsweredField),
  page: z.string(),
  locale: z.string(),
  /** By the visitor's clock, and by the server's; ms since 1970. */
  sentAt: z.number(),
  receivedAt: z.number(),
});
export type Submission = z.infer<typeof Submission>;

/** An agent, as other agents see them. */
export const AgentName = z.object({ id: z.string(), name: z.string() });
export type AgentName = z.infer<typeof AgentName>;

export const Rating = z.enum(["good", "bad"]);
export type Rating = z.infer<typeof Rating>;

export const Priority = z.enum(["low", "normal", "high", "urgent"]);
export type Priority = z.infer<typeof Priority>;

/** The longest subject of a ticket, in characters. */
export const MAX_SUBJECT = 200;
/** The most tags of one conversation. */
export const MAX_TAGS = 50;

/** An event in a conversation. */
export const ConversationEvent = z.discriminatedUnion("kind", [
  z.object({
    kind: z.enum([
      "taken",
      /** The conversation was unassigned. */
      "left",
      "closed",
      /** From solved or closed to open. */
      "reopened",
      /** The ticket's status changed. */
      "open",
      "waiting",
      "solved",
      /** The entry's text is the new subject. */
      "subject",
    ]),
  }),
  z.object({ kind: z.literal("assigned"), to: AgentName }),
  /** The visitor's comment, if any, is the entry's text. */
  z.object({ kind: z.literal("rated"), rating: Rating }),
  z.object({
    kind: z.enum([
      /** The conversation became a ticket: an agent made it one, or it was not answered in time. */
      "ticket",
      /** Another ticket was joined into this one; that was undone. */
      "joined",
      "separated",
      /** This ticket was joined into another one; that was undone. */
      "joined_into",
      "separated_from",
      /** This ticket continues a closed one, or is continued by another. */
      "follows",
      "followed_by",
    ]),
    number: z.number(),
  }),
  z.object({ kind: z.literal("priority"), to: Priority }),
]);
export type ConversationEvent = z.infer<typeof ConversationEvent>;

/** How long an agent may correct or retract a message, ms. */
export const CORRECTION_TIME = 15 * 60_000;

/** An entry of a conversation, as agents see it. */
export const Message = z.object({
  id: z.string(),
  /** The property's sequence number of the entry: later changes have higher numbers. Entries are sorted by it. */
  sequence: z.number(),
  /** The sequence number of its last change; equals `sequence` if it was never changed. */
  revision: z.number(),
  kind: z.enum(["message", "note", "event"]),
  author: z.enum(["visitor", "agent", "system"]),
  /** The agent who wrote or caused it; null: the visitor or the system. */
  agent: z.nullable(AgentName),
  /** The name of the API key with which a program acted for the agent. */
  via: z.optional(z.string()),
  /** Empty if the message has only files, the event has no comment, or the message was retracted. */
  text: z.string(),
  files: z.array(FileInfo),
  /** Null unless `kind` is event. */
  event: z.nullable(ConversationEvent),
  editedAt: z.nullable(z.number()),
  retracted: z.boolean(),
  sentAt: z.number(),
  receivedAt: z.number(),
});
export type Message = z.infer<typeof Message>;

/** Of a ticket: `waiting` means that the team waits for the customer. A chat is open or closed. */
export const ConversationStatus = z.enum(["open", "waiting", "solved", "closed"]);
export type ConversationStatus = z.infer<typeof ConversationStatus>;

/** The properties of a ticket that a chat does not have (R30). */
export const Ticket = z.object({
  /** Counts up within the property. */
  number: z.number(),
  /** May be empty: lists show the preview then. */
  subject: z.string(),
  priority: Priority,
  /** When its unanswered message should be answered, ms since 1970; null: nothing is due. */
  dueAt: z.nullable(z.number()),
  /** The ID of the closed ticket that it continues, and of the one that continues it. */
  follows: z.nullable(z.string()),
  followedBy: z.nullable(z.string()),
  /** The ID of the ticket that it was joined into. Such a ticket is closed and takes no more entries. */
  joinedInto: z.nullable(z.string()),
});
export type Ticket = z.infer<typeof Ticket>;

export const ConversationSummary = z.object({
  id: z.string(),
  /** The device that opened it, or that an agent wrote to. */
  visitor: VisitorId,
  /** The form that opened it; null: an agent wrote first, or somebody replied to a closed ticket. */
  form: z.nullable(FormKey),
  /** Null: it is a chat. An offline message is a ticket (R20). */
  ticket: z.nullable(Ticket),
  status: ConversationStatus,
  tags: z.array(Named),
  unread: z.boolean(),
  /** Sent by an unproven device of a contact that it did not found (R12). */
  claimed: z.boolean(),
  /** Probably sent by a program. It is listed separately. */
  suspicious: z.boolean(),
  /** An answer was mailed and did not reach the customer, and no agent has answered again. */
  mailFailed: z.boolean(),
  /** The agent who answers it; null: it is unassigned. */
  assignee: z.nullable(AgentName),
  /** Since when the visitor waits for an answer; null: an agent has answered, or it is closed. */
  unansweredSince: z.nullable(z.number()),
  rating: z.nullable(Rating),
  person: z.object({
    id: VisitorId,
    name: z.nullable(z.string()),
    email: z.nullable(z.string()),
    phone: z.nullable(z.string()),
  }),
  /** The beginning of the last message. */
  preview: z.string(),
  /** The sequence number of its last change of any kind: a message, a note, a read mark, an assignment. */
  revision: z.number(),
  /** The sequence numbers up to which the visitor, and any agent, have read. */
  visitorRead: z.number(),
  agentRead: z.number(),
  createdAt: z.number(),
  lastMessageAt: z.number(),
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

/**
 * The views of the inbox. `unanswered`: the longest wait first. `overdue`: the longest overdue first. `mine` and
 * `unassigned` contain open and waiting ones, as `all` does. `tag`: those of every status that have a tag. All others
 * have the overdue tickets on top, then the last message first.
 */
export const InboxView = z.enum([
  "unanswered",
  "mine",
  "unassigned",
  "overdue",
  "all",
  "open",
  "waiting",
  "solved",
  "closed",
  "unread",
  "suspicious",
  "tag",
]);
export type InboxView = z.infer<typeof InboxView>;

/** No view is counted further than this: the number means that there are as many, or more. */
export const MAX_COUNT = 100;

/** The views that are counted, each up to `MAX_COUNT`. */
const InboxCounts = z.object({
  unanswered: z.number(),
  mine: z.number(),
  unassigned: z.number(),
  overdue: z.number(),
  all: z.number(),
  open: z.number(),
  waiting: z.number(),
  unread: z.number(),
  suspicious: z.number(),
});
export type InboxCounts = z.infer<typeof InboxCounts>;

export const InboxPage = z.object({
  items: z.array(ConversationSummary),
  next: z.nullable(z.string()),
  counts: InboxCounts,
  /** The property's last sequence number when this was read; changes are followed from it. */
  sequence: z.number(),
  /** Tickets that were due up to this time are on top, ms since 1970. The same for all pages of a list. */
  now: z.number(),
});
export type InboxPage = z.infer<typeof InboxPage>;

/** Entries of one conversation, oldest first. */
export const MessagePage = z.object({
  messages: z.array(Message),
  /** Whether there are earlier ones than these. */
  earlier: z.boolean(),
});
export type MessagePage = z.infer<typeof MessagePage>;

/** A conversation with its last entries. */
export const Conversation = z.object({
  ...ConversationSummary.shape,
  ...MessagePage.shape,
  submissions: z.array(Submission),
  device: z.nullable(Device),
});
export type Conversation = z.infer<typeof Conversation>;

const Subject = z.string().check(z.maxLength(MAX_SUBJECT));
const TagIds = z.array(z.string().check(z.maxLength(64))).check(z.maxLength(MAX_TAGS));

/**
 * The revision of the conversation that the agent's page showed. A message of the customer with a higher sequence number
 * was not seen, so a ticket is not solved over it. Absent: whatever is there was seen.
 */
const Seen = z.optional(z.int());

/** An update of a conversation by an agent. Absent fields stay as they are. */
export const ConversationUpdate = z.object({
  /** A status other than open is refused if the customer has written after this. */
  seen: Seen,
  /** A chat is open or closed; the other two, a subject and a priority are for tickets only. */
  status: z.optional(ConversationStatus),
  subject: z.optional(Subject),
  priority: z.optional(Priority),
  /** The IDs of the property's tags, replacing those that it has. */
  tags: z.optional(TagIds),
  unread: z.optional(z.boolean()),
  suspicious: z.optional(z.boolean()),
  /** The ID of an agent; null unassigns. To take an unassigned chat without a race, see `take`. */
  assignee: z.optional(z.nullable(z.string())),
});

const Text = z.string().check(z.maxLength(4 * MAX_MESSAGE));
/** The IDs of files that were uploaded before. */
export const FileIds = z.array(Uuid).check(z.maxLength(MAX_FILES));

/** The most addresses in each of Cc and Bcc. */
const MAX_COPIES = 20;
const Addresses = z.array(Email).check(z.maxLength(MAX_COPIES));

/** A message or note of an agent. The dashboard makes the ID; a repeated request with the same ID changes nothing. */
export const AgentMessage = z.object({
  id: Uuid,
  text: Text,
  /** A note is never shown to the visitor. */
  kind: z.enum(["message", "note"]),
  files: FileIds,
  /** The other recipients of a ticket's message by mail. Addresses in Bcc do not stand in it. */
  cc: z.optional(Addresses),
  bcc: z.optional(Addresses),
  /** The status that a ticket has with this message; absent: `waiting`. Without meaning for notes and chats. */
  status: z.optional(z.enum(["open", "waiting", "solved"])),
  /** A ticket stays open and unanswered if its customer has written after this. */
  seen: Seen,
});
export type AgentMessage = z.infer<typeof AgentMessage>;

export const MessageCorrection = z.object({ text: Text });

/** The message with which an agent starts a conversation. */
export const ConversationStart = z.object({ id: Uuid, text: Text });

/** A ticket that an agent opens for a contact, with its first message or note. A repeated ID changes nothing. */
export const TicketStart = z.object({
  /** The ID of the message or note. */
  id: Uuid,
  kind: z.enum(["message", "note"]),
  subject: Subject,
  text: Text,
});
export type TicketStart = z.infer<typeof TicketStart>;

/** Makes a chat a ticket. */
export const TicketMake = z.object({ subject: z.optional(Subject) });

/** Joins a ticket into another one of the same property. */
export const TicketJoin = z.object({ into: z.string().check(z.maxLength(64)) });

/** A saved answer of a team. `{name}` stands for the visitor's name, `{agent}` for the agent's. */
export const SavedAnswer = z.object({
  id: Uuid,
  /** Typed after `/` to insert it. */
  shortcut: z.string().check(z.regex(/^[\p{L}\d_-]{1,40}$/u, "must be letters, digits, _ and -, at most 40")),
  text: z.string().check(z.minLength(1, "must not be empty"), z.maxLength(MAX_MESSAGE)),
});
export type SavedAnswer = z.infer<typeof SavedAnswer>;
export const SavedAnswers = z.object({ items: z.array(SavedAnswer) });

/** An entry as the visitor sees it. Notes, assignments and ratings are not visible to visitors. */
export const VisitorMessage = z.object({
  id: z.string(),
  conversation: z.string(),
  sequence: z.number(),
  revision: z.number(),
  /** `event`: the entry is not a message; see the field `event`. */
  author: z.enum(["visitor", "agent", "event"]),
  /** The agent's name. */
  agent: z.nullable(z.string()),
  /** The path of the agent's picture on the server; null: initials are shown. */
  picture: z.nullable(z.string()),
  text: z.string(),
  files: z.array(FileInfo),
  event: z.nullable(z.enum(["taken", "closed", "reopened", "ticket"])),
  edited: z.boolean(),
  retracted: z.boolean(),
  at: z.number(),
});
export type VisitorMessage = z.infer<typeof VisitorMessage>;

/** A visitor's last conversation, as the visitor sees it. */
export const VisitorConversation = z.object({
  id: z.string(),
  /** The ID of the delivery that opened it; null: an agent opened it. */
  opener: z.nullable(z.string()),
  /** A solved ticket is closed to its visitor, and an open one that waits for them is open. */
  status: z.enum(["open", "closed"]),
  ticket: z.nullable(z.number()),
  /** The name of the assignee; null: it is unassigned. */
  agent: z.nullable(z.string()),
  picture: z.nullable(z.string()),
  /** The sequence numbers up to which agents, and this visitor, have read. */
  agentRead: z.number(),
  visitorRead: z.number(),
  /** The number of agents' messages that the visitor has not read. */
  unread: z.number(),
  /** When the wait exceeds the property's limit, by the server's clock, ms since 1970; null: the visitor does not wait. */
  waitsUntil: z.nullable(z.number()),
  rating: z.nullable(Rating),
});
export type VisitorConversation = z.infer<typeof VisitorConversation>;

/** A chat or a ticket in the list that its visitor sees. */
export const ListedConversation = z.object({
  id: z.string(),
  /** Null: a chat. */
  ticket: z.nullable(z.number()),
  /** Of a chat, the beginning of its last message. */
  subject: z.string(),
  status: ConversationStatus,
  /** The beginning of its last message. */
  preview: z.string(),
  lastMessageAt: z.number(),
  /** Whether it has messages of agents that the visitor has not read. */
  unread: z.boolean(),
});
export type ListedConversation = z.infer<typeof ListedConversation>;

export const VisitorConversations = z.object({
  items: z.array(ListedConversation),
  /** Whether the visitor can prove an e-mail: the property can send the mail with the code. */
  canProve: z.boolean(),
});
export type VisitorConversations = z.infer<typeof VisitorConversations>;
