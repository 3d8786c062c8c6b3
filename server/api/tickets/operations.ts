import {
  ApiConversation,
  ApiConversationPage,
  ApiConversationUpdate,
  ApiTicketMake,
  ApiTicketQuery,
  ApiTicketStart,
} from "../../../shared/api/conversation.ts";
import { ConversationSummary } from "../../../shared/conversation.ts";
import { findTicket } from "../../conversations/tickets/find-ticket.ts";
import { makeTicket, openTicket } from "../../conversations/tickets/open-ticket.ts";
import { newId } from "../../platform/ids.ts";
import type { PropertyDeps } from "../../properties/store.ts";
import { CONTACT_ID } from "../contacts/examples.ts";
import { resolveContact } from "../contacts/read-api-contact.ts";
import { changeConversation, summaryChange } from "../conversations/change-conversation.ts";
import {
  CONVERSATION_ID,
  EXAMPLE_TICKET,
  EXAMPLE_TICKET_PROPERTIES,
  TICKET_NUMBER,
  withEntries,
} from "../conversations/examples.ts";
import { etagOf, readApiConversation } from "../conversations/read-api-conversation.ts";
import { ACTS_AS } from "../conversations/write-operations.ts";
import { actingMember } from "../http/acting-member.ts";
import { requireScope } from "../http/api-router.ts";
import { change, Nothing, type Operation, read } from "../http/operation.ts";
import { listTickets } from "./list-tickets.ts";

/** Tickets: list, read, open, change. They are answered as conversations. */
export function ticketOperations(deps: PropertyDeps): readonly Operation[] {
  const { database, properties } = deps;
  return [
    read(
      {
        id: "listTickets",
        method: "GET",
        path: "/tickets",
        tag: "Tickets",
        scope: "tickets:read",
        summary: "List tickets, the highest number first",
        params: {},
        query: ApiTicketQuery,
        body: Nothing,
        answer: ApiConversationPage,
        status: 200,
        errors: ["not_found"],
        example: { query: { status: "waiting" }, answer: { items: [EXAMPLE_TICKET], next: null } },
      },
      async ({ property, query }) => ({ body: await listTickets(database.read, property, query) }),
    ),
    read(
      {
        id: "getTicket",
        method: "GET",
        path: "/tickets/:number",
        tag: "Tickets",
        scope: "tickets:read",
        summary: "Read a ticket by its number, with its last entries",
        details: "Its `id` is that of the conversation, in which it is answered and noted.",
        params: { number: TICKET_NUMBER },
        query: Nothing,
        body: Nothing,
        answer: ApiConversation,
        status: 200,
        errors: ["not_found"],
        example: { answer: withEntries(EXAMPLE_TICKET) },
      },
      async ({ property, param }) => {
        const id = await findTicket(database.read, property, param("number"));
        const ticket = await readApiConversation(database.read, property, id);
        return { body: ticket, headers: { ETag: etagOf(ticket) } };
      },
    ),
    change(
      {
        id: "updateTicket",
        method: "PATCH",
        path: "/tickets/:number",
        tag: "Tickets",
        scope: "tickets:write",
        summary: "Change a ticket: its status, subject, priority, tags or assignee",
        details: `Absent fields stay as they are. With \`If-Match\`, the \`ETag\` of what was read before, a ticket that has been changed since then is not changed. ${ACTS_AS}`,
        params: { number: TICKET_NUMBER },
        query: Nothing,
        body: ApiConversationUpdate,
        answer: ConversationSummary,
        status: 200,
        errors: ["not_found", "conversation_changed", "changed_meanwhile", "ticket_joined"],
        example: {
          body: { status: "solved", priority: "high" },
          answer: {
            ...EXAMPLE_TICKET,
            status: "solved",
            ticket: { ...EXAMPLE_TICKET_PROPERTIES, priority: "high" },
          },
        },
      },
      async (tx, { key, property, param, header, body }) => {
        const id = await findTicket(tx, property, param("number"));
        const wanted = { id, key, body, ifMatch: header("if-match") };
        return changeConversation(tx, deps, await properties.get(property), wanted);
      },
    ),
    change(
      {
        id: "openTicket",
        method: "POST",
        path: "/contacts/:id/tickets",
        tag: "Tickets",
        scope: "tickets:write",
        summary: "Open a ticket for a contact, with a message or a note",
        details: ACTS_AS,
        params: { id: CONTACT_ID },
        query: Nothing,
        body: ApiTicketStart,
        answer: ConversationSummary,
        status: 201,
        errors: ["not_found", "message_empty", "message_too_long"],
        example: {
          body: { kind: "note", subject: "Invoice of May", text: "The shop reports a failed payment." },
          answer: { ...EXAMPLE_TICKET, status: "open", preview: "" },
        },
      },
      async (tx, { key, property, param, body: { agent, ...start } }) => {
        if (start.kind === "message") requireScope(key, "conversations:reply");
        const contact = await resolveContact(tx, property, param("id"));
        const by = await actingMember(tx, key, agent);
        const wanted = { contact, by, start: { id: newId(deps), ...start } };
        return summaryChange(
          tx,
          property,
          await openTicket(tx, deps, await properties.get(property), wanted),
        );
      },
    ),
    change(
      {
        id: "makeTicket",
        method: "POST",
        path: "/conversations/:id/ticket",
        tag: "Tickets",
        scope: "tickets:write",
        summary: "Make a chat a ticket",
        details: `A ticket stays as it is. ${ACTS_AS}`,
        params: { id: CONVERSATION_ID },
        query: Nothing,
        body: ApiTicketMake,
        answer: ConversationSummary,
        status: 200,
        errors: ["not_found"],
        example: { body: { subject: "Invoice of May" }, answer: EXAMPLE_TICKET },
      },
      async (tx, { key, property, param, body: { agent, subject } }) => {
        const id = param("id");
        // an unknown conversation is the first thing that is said
        await summaryChange(tx, property, id);
        const by = await actingMember(tx, key, agent);
        await makeTicket(tx, deps, await properties.get(property), { id, by, subject });
        return summaryChange(tx, property, id);
      },
    ),
  ];
}
