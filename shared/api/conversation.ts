import * as z from "zod/mini";
import { Email, Named } from "../contact.ts";
import {
  ConversationStatus,
  ConversationSummary,
  InboxView,
  MAX_SUBJECT,
  MAX_TAGS,
  Message,
  Priority,
  Submission,
} from "../conversation.ts";
import { MAX_MESSAGE } from "../rules/limits.ts";
import { lineUpTo } from "../tidied-text.ts";
import { VisitorId } from "../visitor.ts";

const cursor = z.optional(z.string().check(z.maxLength(300), z.describe("`next` of the page before")));
const contact = z.optional(VisitorId.check(z.describe("Only those of this contact")));
const agent = z.optional(
  z
    .string()
    .check(
      z.maxLength(64),
      z.describe("The ID of the team's member who acts. Without it, the admin who created the key acts"),
    ),
);
const text = z.string().check(z.minLength(1, "must not be empty"), z.maxLength(MAX_MESSAGE));
const seen = z.optional(
  z
    .int()
    .check(
      z.describe(
        "The `revision` of the conversation that was read before. If the customer has written after it, a ticket is not solved, and stays unanswered",
      ),
    ),
);
const subject = z.string().check(z.maxLength(MAX_SUBJECT));

/** A page of entries: the last ones, or those before them. */
export const ApiEntryPage = z.object({
  items: z.array(Message).check(z.describe("The oldest first")),
  next: z.nullable(z.string()).check(z.describe("For the entries before these. Null: these are the first")),
});

/** A conversation with its last entries, as the REST API shows it. */
export const ApiConversation = z.object({
  ...ConversationSummary.shape,
  entries: ApiEntryPage.check(z.describe("The last 50 messages, notes and events")),
  submissions: z.array(Submission).check(z.describe("What was submitted with forms")),
});
export type ApiConversation = z.infer<typeof ApiConversation>;

export const ApiConversationPage = z.object({
  items: z.array(ConversationSummary),
  next: z.nullable(z.string()),
});

/** The filter of the inbox. */
export const ApiConversationQuery = z.strictObject({
  view: z.optional(
    InboxView.check(
      z.describe(
        "The view of the inbox. By default `all`: those that are open or waiting; of one contact, every conversation",
      ),
    ),
  ),
  contact,
  tag: z.optional(z.string().check(z.maxLength(100), z.describe("The name of the tag of the view `tag`"))),
  agent: z.optional(
    z
      .string()
      .check(
        z.maxLength(64),
        z.describe("Of the view `mine`: the member's ID. By default the admin who created the key"),
      ),
  ),
  cursor,
});

export const ApiTicketQuery = z.strictObject({
  status: z.optional(ConversationStatus),
  contact,
  cursor,
});

export const ApiEntryQuery = z.strictObject({ cursor });

/** The name of a tag. */
const TagName = lineUpTo(100, "must not be empty");

/** A program's change of a conversation. Absent fields stay as they are. */
export const ApiConversationUpdate = z.strictObject({
  status: z.optional(
    ConversationStatus.check(z.describe("A chat is open or closed; waiting and solved are for tickets")),
  ),
  subject: z.optional(subject.check(z.describe("For tickets only"))),
  priority: z.optional(Priority.check(z.describe("For tickets only"))),
  tags: z.optional(
    z
      .array(TagName)
      .check(
        z.maxLength(MAX_TAGS),
        z.describe("The names of all tags that it has then. One that does not exist is created"),
      ),
  ),
  unread: z.optional(z.boolean()),
  suspicious: z.optional(z.boolean()),
  assignee: z.optional(
    z
      .nullable(z.string().check(z.maxLength(64)))
      .check(z.describe("The ID of a member of the team; null: nobody")),
  ),
  seen,
  agent,
});
export type ApiConversationUpdate = z.infer<typeof ApiConversationUpdate>;

const Copies = z.optional(z.array(Email).check(z.maxLength(20)));

/** A message to the customer. */
export const ApiReply = z.strictObject({
  text,
  status: z.optional(
    z
      .enum(["open", "waiting", "solved"])
      .check(z.describe("The status that a ticket has then. By default waiting")),
  ),
  cc: Copies.check(z.describe("Of a ticket: other recipients of its mail")),
  bcc: Copies,
  seen,
  agent,
});

/** A note that only the team sees. */
export const ApiNote = z.strictObject({ text, agent });

/** The message with which a conversation is opened. */
export const ApiConversationStart = z.strictObject({ text, agent });

/** A ticket for a contact, with its first entry. */
export const ApiTicketStart = z.strictObject({
  kind: z
    .enum(["message", "note"])
    .check(
      z.describe(
        "`message` is mailed to the contact, and needs the scope `conversations:reply` too; only the team sees a `note`",
      ),
    ),
  subject: subject.check(z.describe("Empty: the beginning of the text")),
  text,
  agent,
});

export const ApiTicketMake = z.strictObject({
  subject: z.optional(subject.check(z.describe("By default the beginning of the last message"))),
  agent,
});

/** The members of the team, in the order of joining. */
export const ApiTeam = z.object({
  items: z.array(z.object({ ...Named.shape, role: z.enum(["agent", "admin"]) })),
});
