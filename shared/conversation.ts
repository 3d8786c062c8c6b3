import * as z from "zod/mini";
import { FileInfo } from "./file.ts";
import { FieldType, FormKind } from "./form.ts";
import { MAX_FILES, MAX_MESSAGE } from "./rules/limits.ts";
import { Device, Uuid, VisitorId } from "./visitor.ts";

export { MAX_FILES, MAX_MESSAGE };

/** One answer with its question as it was worded then. */
export const AnsweredField = z.object({
  field: z.string(),
  type: FieldType,
  label: z.string(),
  /** Choices as their labels, a checkbox as true. */
  answer: z.union([z.string(), z.array(z.string()), z.boolean()]),
});
export type AnsweredField = z.infer<typeof AnsweredField>;

export const Submission = z.object({
  id: z.string(),
  form: FormKind,
  answers: z.array(AnsweredField),
  page: z.string(),
  locale: z.string(),
  /** The visitor's clock and ours. */
  sentAt: z.number(),
  receivedAt: z.number(),
});
export type Submission = z.infer<typeof Submission>;

/** Who wrote or did something in a conversation, as agents know each other. */
export const AgentName = z.object({ id: z.string(), name: z.string() });
export type AgentName = z.infer<typeof AgentName>;

export const Rating = z.enum(["good", "bad"]);
export type Rating = z.infer<typeof Rating>;

/** What happens in a conversation beside what is said. */
export const ConversationEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("taken") }),
  z.object({ kind: z.literal("assigned"), to: AgentName }),
  /** The agent gave it back: it waits for anybody again. */
  z.object({ kind: z.literal("left") }),
  z.object({ kind: z.literal("closed") }),
  z.object({ kind: z.literal("reopened") }),
  /** The visitor's words on it, if any, are the entry's text. */
  z.object({ kind: z.literal("rated"), rating: Rating }),
  /** A chat that nobody answered became a ticket. */
  z.object({ kind: z.literal("ticket"), number: z.number() }),
]);
export type ConversationEvent = z.infer<typeof ConversationEvent>;

/** For so long an agent may correct a message or take it back, ms. */
export const CORRECTION_TIME = 15 * 60_000;

/** One entry of a conversation, as agents see it. */
export const Message = z.object({
  id: z.string(),
  /**
   * Its place in the property's order, kept by the server: everything that happens later has a higher one. Within a
   * conversation entries are shown by it.
   */
  sequence: z.number(),
  /** The place of its last change; `place` itself if it was never changed. */
  revision: z.number(),
  kind: z.enum(["message", "note", "event"]),
  author: z.enum(["visitor", "agent", "system"]),
  /** Which agent; null for the visitor and for what happened by itself. */
  agent: z.nullable(AgentName),
  /** Empty for a message of files only, for an event without words, and for what was taken back. */
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
  /** The device that began it, or that an agent wrote to. */
  visitor: VisitorId,
  /** How it began; null: an agent wrote first. An offline message is a ticket with a number (R20). */
  form: z.nullable(FormKind),
  ticket: z.nullable(z.number()),
  status: ConversationStatus,
  unread: z.boolean(),
  /** Sent by an unproven device of a contact that it did not found (R12). */
  claimed: z.boolean(),
  /** Looks like a program's work; kept apart, not thrown away. */
  suspicious: z.boolean(),
  /** Who answers it; null: nobody has taken it. */
  assignee: z.nullable(AgentName),
  /** Since when the visitor waits for an answer; null: the last word was an agent's, or it is closed. */
  waitingSince: z.nullable(z.number()),
  rating: z.nullable(Rating),
  person: z.object({
    id: VisitorId,
    name: z.nullable(z.string()),
    email: z.nullable(z.string()),
    phone: z.nullable(z.string()),
  }),
  /** The first line of the last message. */
  preview: z.string(),
  /** The place of its last change of any kind: a message, a note, a reader, an assignment. */
  revision: z.number(),
  /** Up to which place the visitor, and up to which any agent, has read. */
  visitorRead: z.number(),
  agentRead: z.number(),
  createdAt: z.number(),
  lastMessageAt: z.number(),
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

/** waiting: for an answer, the longest wait first. mine: taken by the agent who asks. open: all that are. */
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
  /** The property's last place when this was read: follow from here. */
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

/** What an agent decides about a conversation; what is not named stays. */
export const ConversationUpdate = z.object({
  status: z.optional(ConversationStatus),
  unread: z.optional(z.boolean()),
  suspicious: z.optional(z.boolean()),
  /** An agent's ID: assigned to them; null: given back. To take a chat that nobody has, see `take`. */
  assignee: z.optional(z.nullable(z.string())),
});

const Text = z.string().check(z.maxLength(4 * MAX_MESSAGE));
/** Files that were uploaded for it before. */
export const FileIds = z.array(Uuid).check(z.maxLength(MAX_FILES));

/** What an agent writes. The ID is made by the dashboard; the same one again changes nothing. */
export const AgentMessage = z.object({
  id: Uuid,
  text: Text,
  /** A note is never shown to the visitor. */
  kind: z.enum(["message", "note"]),
  files: FileIds,
});
export type AgentMessage = z.infer<typeof AgentMessage>;

export const MessageCorrection = z.object({ text: Text });

/** An agent writes to a visitor who is on the site. */
export const ConversationStart = z.object({ id: Uuid, text: Text });

/** A reply that a team keeps ready. `{name}` is the visitor's name, `{agent}` the writer's. */
export const SavedAnswer = z.object({
  id: Uuid,
  /** What is typed after `/` to find it. */
  shortcut: z.string().check(z.regex(/^[\p{L}\d_-]{1,40}$/u, "must be letters, digits, _ and -, at most 40")),
  text: z.string().check(z.minLength(1, "words are needed"), z.maxLength(MAX_MESSAGE)),
});
export type SavedAnswer = z.infer<typeof SavedAnswer>;
export const SavedAnswers = z.object({ items: z.array(SavedAnswer) });

/** An entry as the visitor sees it. Notes, assignments and who rated what are none of theirs. */
export const VisitorMessage = z.object({
  id: z.string(),
  conversation: z.string(),
  sequence: z.number(),
  revision: z.number(),
  /** who wrote it; `event`: something happened, see `event` */
  author: z.enum(["visitor", "agent", "event"]),
  /** The agent's name. */
  agent: z.nullable(z.string()),
  /** The agent's picture, a path on the server; null: draw initials. */
  picture: z.nullable(z.string()),
  text: z.string(),
  files: z.array(FileInfo),
  event: z.nullable(z.enum(["taken", "closed", "reopened", "ticket"])),
  edited: z.boolean(),
  retracted: z.boolean(),
  at: z.number(),
});
export type VisitorMessage = z.infer<typeof VisitorMessage>;

/** The conversation that a visitor's browser is in: its last one. */
export const VisitorConversation = z.object({
  id: z.string(),
  /** The delivery that opened it; null: an agent did. */
  opener: z.nullable(z.string()),
  status: ConversationStatus,
  ticket: z.nullable(z.number()),
  /** Who answers; null: nobody yet. */
  agent: z.nullable(z.string()),
  picture: z.nullable(z.string()),
  /** Up to which place agents, and this visitor, have read. */
  agentRead: z.number(),
  visitorRead: z.number(),
  /** How many messages of agents the visitor has not read. */
  unread: z.number(),
  /** When the wait passes the property's limit, by the server's clock, ms since 1970; null: they do not wait. */
  waitsUntil: z.nullable(z.number()),
  rating: z.nullable(Rating),
});
export type VisitorConversation = z.infer<typeof VisitorConversation>;
