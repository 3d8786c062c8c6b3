import * as z from "zod/mini";
import { FileInfo } from "./file.ts";
import { FieldType, FormKind } from "./form.ts";
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
  form: FormKind,
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

/** An event in a conversation. */
export const ConversationEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("taken") }),
  z.object({ kind: z.literal("assigned"), to: AgentName }),
  /** The conversation was unassigned. */
  z.object({ kind: z.literal("left") }),
  z.object({ kind: z.literal("closed") }),
  z.object({ kind: z.literal("reopened") }),
  /** The visitor's comment, if any, is the entry's text. */
  z.object({ kind: z.literal("rated"), rating: Rating }),
  /** An unanswered chat became a ticket. */
  z.object({ kind: z.literal("ticket"), number: z.number() }),
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

export const ConversationStatus = z.enum(["open", "closed"]);
export type ConversationStatus = z.infer<typeof ConversationStatus>;

export const ConversationSummary = z.object({
  id: z.string(),
  /** The device that opened it, or that an agent wrote to. */
  visitor: VisitorId,
  /** The form that opened it; null: an agent wrote first. An offline message is a ticket with a number (R20). */
  form: z.nullable(FormKind),
  ticket: z.nullable(z.number()),
  status: ConversationStatus,
  unread: z.boolean(),
  /** Sent by an unproven device of a contact that it did not found (R12). */
  claimed: z.boolean(),
  /** Probably sent by a program. It is listed separately. */
  suspicious: z.boolean(),
  /** The agent who answers it; null: it is unassigned. */
  assignee: z.nullable(AgentName),
  /** Since when the visitor waits for an answer; null: an agent has answered, or it is closed. */
  waitingSince: z.nullable(z.number()),
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

/** waiting: unanswered, the longest wait first. mine: assigned to the agent who asks. */
export const InboxView = z.enum(["waiting", "mine", "open", "unread", "closed", "suspicious"]);
export type InboxView = z.infer<typeof InboxView>;

export const InboxPage = z.object({
  items: z.array(ConversationSummary),
  next: z.nullable(z.string()),
  counts: z.object({
    waiting: z.number(),
    mine: z.number(),
    open: z.number(),
    unread: z.number(),
    suspicious: z.number(),
  }),
  /** The property's last sequence number when this was read; changes are followed from it. */
  sequence: z.number(),
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

/** An update of a conversation by an agent. Absent fields stay as they are. */
export const ConversationUpdate = z.object({
  status: z.optional(ConversationStatus),
  unread: z.optional(z.boolean()),
  suspicious: z.optional(z.boolean()),
  /** The ID of an agent; null unassigns. To take an unassigned chat without a race, see `take`. */
  assignee: z.optional(z.nullable(z.string())),
});

const Text = z.string().check(z.maxLength(4 * MAX_MESSAGE));
/** The IDs of files that were uploaded before. */
export const FileIds = z.array(Uuid).check(z.maxLength(MAX_FILES));

/** A message or note of an agent. The dashboard makes the ID; a repeated request with the same ID changes nothing. */
export const AgentMessage = z.object({
  id: Uuid,
  text: Text,
  /** A note is never shown to the visitor. */
  kind: z.enum(["message", "note"]),
  files: FileIds,
});
export type AgentMessage = z.infer<typeof AgentMessage>;

export const MessageCorrection = z.object({ text: Text });

/** The message with which an agent starts a conversation. */
export const ConversationStart = z.object({ id: Uuid, text: Text });

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
  status: ConversationStatus,
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
