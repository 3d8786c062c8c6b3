import * as z from "zod/mini";
import type { ApiScope } from "../../../shared/api-key.ts";
import { ConversationStatus, InboxView, MAX_MESSAGE } from "../../../shared/conversation.ts";
import { VisitorId } from "../../../shared/visitor.ts";
import type { RawCall } from "../http/operation.ts";

/** The parts of a request of the REST API. */
interface ToolCall extends Pick<RawCall, "query" | "body"> {
  readonly params: Readonly<Record<string, string>>;
}

/** A tool for assistants: an operation of the REST API, with arguments that a model can fill in. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The ID of the operation that it runs. */
  readonly operation: string;
  readonly scope: ApiScope;
  /** `write`: it changes something; `reach`: what it writes reaches a customer. */
  readonly effect: "read" | "write" | "reach";
  readonly input: z.ZodMiniType;
  /** @throws ApiError `invalid_request` */
  readonly toCall: (args: unknown) => ToolCall;
}

interface ToolDescription<I extends z.ZodMiniType> extends Omit<Tool, "input" | "toCall"> {
  readonly input: I;
  readonly call: (args: z.output<I>) => Partial<ToolCall>;
}

const cursor = z.optional(z.string().check(z.maxLength(300), z.describe("`next` of the answer before")));
const contact = z.optional(VisitorId.check(z.describe("Only those of this contact: V and 16 digits")));
const conversation = z.string().check(z.maxLength(64), z.describe("The `id` of the chat or ticket"));
const text = z.string().check(z.minLength(1), z.maxLength(MAX_MESSAGE));

/**
 * Makes all tools.
 *
 * @param parse parses arguments by a schema. @throws ApiError `invalid_request`
 */
export function createTools(
  parse: <S extends z.ZodMiniType>(schema: S, value: unknown) => z.output<S>,
): Tool[] {
  const tool = <I extends z.ZodMiniType>({ call, ...rest }: ToolDescription<I>): Tool => ({
    ...rest,
    toCall: (args) => ({ params: {}, query: {}, body: {}, ...call(parse(rest.input, args)) }),
  });
  return [
    tool({
      name: "search_contacts",
      title: "Search contacts",
      description: "Finds contacts by words of their names, e-mails, phones, organizations and attributes.",
      operation: "listContacts",
      scope: "contacts:read",
      effect: "read",
      input: z.strictObject({ q: z.optional(z.string().check(z.maxLength(200))), cursor }),
      call: (query) => ({ query }),
    }),
    tool({
      name: "get_contact",
      title: "Read a contact",
      description: "Reads one contact by its ID.",
      operation: "getContact",
      scope: "contacts:read",
      effect: "read",
      input: z.strictObject({ id: VisitorId.check(z.describe("V and 16 digits")) }),
      call: (params) => ({ params }),
    }),
    tool({
      name: "list_conversations",
      title: "List conversations",
      description: "Lists chats and tickets by a view of the inbox, or those of one contact.",
      operation: "listConversations",
      scope: "conversations:read",
      effect: "read",
      input: z.strictObject({ view: z.optional(InboxView), contact, cursor }),
      call: (query) => ({ query }),
    }),
    tool({
      name: "get_conversation",
      title: "Read a conversation",
      description: "Reads a chat or ticket with its last messages, notes and events.",
      operation: "getConversation",
      scope: "conversations:read",
      effect: "read",
      input: z.strictObject({ id: conversation }),
      call: (params) => ({ params }),
    }),
    tool({
      name: "list_tickets",
      title: "List tickets",
      description: "Lists tickets, the highest number first, by status or contact.",
      operation: "listTickets",
      scope: "tickets:read",
      effect: "read",
      input: z.strictObject({ status: z.optional(ConversationStatus), contact, cursor }),
      call: (query) => ({ query }),
    }),
    tool({
      name: "get_ticket",
      title: "Read a ticket",
      description: "Reads a ticket by its number, with its last messages, notes and events.",
      operation: "getTicket",
      scope: "tickets:read",
      effect: "read",
      input: z.strictObject({ number: z.int().check(z.minimum(1), z.maximum(999_999_999)) }),
      call: ({ number }) => ({ params: { number: String(number) } }),
    }),
    tool({
      name: "add_note",
      title: "Write an internal note",
      description: "Writes a note in a chat or ticket. Only the team sees it; the customer never does.",
      operation: "addConversationNote",
      scope: "conversations:note",
      effect: "write",
      input: z.strictObject({ conversation, text }),
      call: ({ conversation: id, text: written }) => ({ params: { id }, body: { text: written } }),
    }),
    tool({
      name: "send_reply",
      title: "Send a message to the customer",
      description:
        "Sends a message that reaches a real customer, in their browser or by mail, and that cannot be taken back once they have read it. Use it only when a person has asked for exactly this message to be sent; otherwise propose it with add_note.",
      operation: "sendReply",
      scope: "conversations:reply",
      effect: "reach",
      input: z.strictObject({ conversation, text }),
      call: ({ conversation: id, text: written }) => ({ params: { id }, body: { text: written } }),
    }),
  ];
}
