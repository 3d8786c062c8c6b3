import type { z } from "zod/mini";
import type { ApiConversation } from "../../../shared/api/conversation.ts";
import type { ConversationSummary, Message, Ticket } from "../../../shared/conversation.ts";
import { EXAMPLE_CONTACT } from "../contacts/examples.ts";

const AT = 1_795_000_000_000;
const AGENT = { id: "019c2f3e-1c00-7000-8000-00000000a9e1", name: "Olga Owner" };

/** The properties of the example that a chat does not have. */
export const EXAMPLE_TICKET_PROPERTIES: Ticket = {
  number: 1042,
  subject: "Invoice of May",
  priority: "normal",
  dueAt: null,
  follows: null,
  followedBy: null,
  joinedInto: null,
};

/** An invented ticket, for the examples of the description. */
export const EXAMPLE_TICKET: ConversationSummary = {
  id: "019c2f3e-1c00-7000-8000-0000000c0de1",
  visitor: EXAMPLE_CONTACT.id,
  form: null,
  ticket: EXAMPLE_TICKET_PROPERTIES,
  status: "waiting",
  tags: [{ id: "019c2f3e-1c00-7000-8000-000000007a61", name: "billing" }],
  unread: false,
  claimed: false,
  suspicious: false,
  mailFailed: false,
  assignee: AGENT,
  unansweredSince: null,
  rating: null,
  person: { id: EXAMPLE_CONTACT.id, name: "Ada Lovelace", email: "ada@example.com", phone: "+441632960961" },
  preview: "The invoice is attached.",
  revision: 4711,
  visitorRead: 4705,
  agentRead: 4710,
  createdAt: AT,
  lastMessageAt: AT,
};

/** An invented chat. */
export const EXAMPLE_CHAT: ConversationSummary = {
  ...EXAMPLE_TICKET,
  id: "019c2f3e-1c00-7000-8000-0000000c0de2",
  ticket: null,
  status: "open",
  tags: [],
};

export const EXAMPLE_MESSAGE: Message = {
  id: "019c2f3e-1c00-7000-8000-00000000e571",
  sequence: 4710,
  revision: 4710,
  kind: "message",
  author: "agent",
  agent: AGENT,
  via: "CRM",
  text: "The invoice is attached.",
  files: [],
  event: null,
  editedAt: null,
  retracted: false,
  sentAt: AT,
  receivedAt: AT,
};

export const EXAMPLE_ENTRIES = { items: [EXAMPLE_MESSAGE], next: null };

/** A conversation with its entries. */
export const withEntries = (summary: ConversationSummary): z.infer<typeof ApiConversation> => ({
  ...summary,
  entries: EXAMPLE_ENTRIES,
  submissions: [],
});

/** The parameter of a path that names a conversation. */
export const CONVERSATION_ID = { description: "The ID of a chat or ticket", example: EXAMPLE_CHAT.id };

/** The parameter of a path that names a ticket. */
export const TICKET_NUMBER = { description: "The number of the ticket", example: "1042" };
