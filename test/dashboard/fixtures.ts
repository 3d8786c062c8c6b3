import type { Contact, ContactSummary } from "../../shared/contact.ts";
import type { Conversation, ConversationSummary, Message } from "../../shared/conversation.ts";

/** Monday, 23 November 2026, 12:00 UTC. */
export const NOON = Date.UTC(2026, 10, 23, 12);

export const ADA = {
  id: "V0000000000000001",
  name: "Ada Lovelace",
  email: "ada@example.com",
  phone: null,
} as const;

export const TICKET = {
  number: 12,
  subject: "",
  priority: "normal",
  dueAt: null,
  follows: null,
  followedBy: null,
  joinedInto: null,
} as const;

export const summary = (more: Partial<ConversationSummary>): ConversationSummary => ({
  id: "c1",
  visitor: ADA.id,
  form: "offline",
  ticket: TICKET,
  tags: [],
  status: "open",
  unread: false,
  claimed: false,
  suspicious: false,
  mailFailed: false,
  assignee: null,
  unansweredSince: null,
  rating: null,
  person: ADA,
  preview: "Hello",
  revision: 1,
  visitorRead: 1,
  agentRead: 0,
  createdAt: NOON,
  lastMessageAt: NOON,
  ...more,
});

export const message = (more: Partial<Message>): Message => ({
  id: "m1",
  sequence: 1,
  revision: 1,
  kind: "message",
  author: "visitor",
  agent: null,
  text: "Hello",
  files: [],
  event: null,
  editedAt: null,
  retracted: false,
  sentAt: NOON,
  receivedAt: NOON,
  ...more,
});

export const conversation = (more: Partial<Conversation>): Conversation => ({
  ...summary({}),
  messages: [message({})],
  earlier: false,
  submissions: [
    {
      id: "s1",
      form: "offline",
      answers: [
        { field: "name", type: "name", label: "Your name", answer: "Ada Lovelace" },
        { field: "message", type: "long_text", label: "How can we help?", answer: "Hello" },
      ],
      page: "https://shop.example.com/cart",
      locale: "en",
      sentAt: NOON,
      receivedAt: NOON,
    },
  ],
  device: null,
  ...more,
});

export const contact = (more: Partial<Contact>): Contact => ({
  id: ADA.id,
  aliases: [],
  contactSince: NOON,
  source: "form",
  name: ADA.name,
  firstSeenAt: NOON,
  lastSeenAt: NOON,
  details: [],
  organizations: [],
  tags: [],
  devices: [],
  blocked: [],
  suggestions: [],
  visits: [],
  ...more,
});

export const contactSummary = (index: number): ContactSummary => ({
  id: `V${String(index).padStart(16, "0")}`,
  name: `Person ${index}`,
  email: `person${index}@example.com`,
  phone: null,
  source: "form",
  contactSince: NOON - index,
  lastSeenAt: NOON - index,
  country: null,
});
