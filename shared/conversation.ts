import * as z from "zod/mini";
import { FieldType, FormKind } from "./form.ts";
import { Device, VisitorId } from "./visitor.ts";

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

export const Message = z.object({
  id: z.string(),
  /** The place in the conversation, from 1, kept by the server. */
  place: z.number(),
  author: z.enum(["visitor", "agent"]),
  text: z.string(),
  sentAt: z.number(),
  receivedAt: z.number(),
});
export type Message = z.infer<typeof Message>;

export const ConversationStatus = z.enum(["open", "done"]);

export const ConversationSummary = z.object({
  id: z.string(),
  /** How it began. An offline message is a ticket with a number (R20). */
  form: FormKind,
  ticket: z.nullable(z.number()),
  status: ConversationStatus,
  unread: z.boolean(),
  /** Sent by an unproven device of a contact that it did not found (R12). */
  claimed: z.boolean(),
  /** Looks like a program's work; kept apart, not thrown away. */
  suspicious: z.boolean(),
  person: z.object({
    id: VisitorId,
    name: z.nullable(z.string()),
    email: z.nullable(z.string()),
    phone: z.nullable(z.string()),
  }),
  /** The first line of the last message. */
  preview: z.string(),
  createdAt: z.number(),
  lastMessageAt: z.number(),
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

export const InboxView = z.enum(["open", "unread", "done", "suspicious"]);
export type InboxView = z.infer<typeof InboxView>;

export const InboxPage = z.object({
  items: z.array(ConversationSummary),
  next: z.nullable(z.string()),
  counts: z.object({ open: z.number(), unread: z.number(), suspicious: z.number() }),
});
export type InboxPage = z.infer<typeof InboxPage>;

export const Conversation = z.object({
  ...ConversationSummary.shape,
  messages: z.array(Message),
  submissions: z.array(Submission),
  device: z.nullable(Device),
});
export type Conversation = z.infer<typeof Conversation>;

export const ConversationUpdate = z.object({
  status: z.optional(ConversationStatus),
  unread: z.optional(z.boolean()),
  suspicious: z.optional(z.boolean()),
});
