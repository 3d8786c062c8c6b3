import { Hono } from "hono";
import { ConversationSummary, TicketJoin, TicketMake, TicketStart } from "../../../shared/conversation.ts";
import { type AgentEnv, agentName, type May } from "../../accounts/guards.ts";
import { endpoint, json } from "../../platform/http/endpoint.ts";
import type { PropertyDeps } from "../../properties/store.ts";
import { readSummary } from "../inbox/summaries.ts";
import { findTicket } from "./find-ticket.ts";
import { joinTickets, separateTicket } from "./join-tickets.ts";
import { makeTicket, openTicket } from "./open-ticket.ts";

/** The routes by which agents make, open and join tickets (R30). Behind `signedIn`. */
export function ticketRoutes(deps: PropertyDeps, may: May) {
  const { database, properties } = deps;
  const [mayRead, mayEdit] = [may("conversations.read"), may("conversations.write")];
  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/tickets/:number",
      endpoint("Read a ticket by its number", ConversationSummary, "property_unknown", "not_found"),
      mayRead,
      async (c) => {
        const { property, number } = c.req.param();
        const id = await findTicket(database.read, property, number);
        return c.json(await readSummary(database.read, property, id));
      },
    )
    .post(
      "/properties/:property/conversations/:id/ticket",
      endpoint(
        "Make a chat a ticket; a ticket stays as it is",
        ConversationSummary,
        "property_unknown",
        "not_found",
      ),
      mayEdit,
      json(TicketMake),
      async (c) => {
        const { id } = c.req.param();
        const property = await properties.get(c.req.param("property"));
        const { subject } = c.req.valid("json");
        const summary = await database.write(async (tx) => {
          await makeTicket(tx, deps, property, { id, by: agentName(c), subject });
          return readSummary(tx, property.id, id);
        });
        return c.json(summary);
      },
    )
    .post(
      "/properties/:property/contacts/:id/tickets",
      endpoint(
        "Open a ticket for a contact, with a message or note; a repeated ID changes nothing",
        ConversationSummary,
        "property_unknown",
        "not_found",
        "message_empty",
        "message_too_long",
        "message_not_yours",
      ),
      mayEdit,
      json(TicketStart),
      async (c) => {
        const property = await properties.get(c.req.param("property"));
        const wanted = { contact: c.req.param("id"), by: agentName(c), start: c.req.valid("json") };
        const summary = await database.write(async (tx) =>
          readSummary(tx, property.id, await openTicket(tx, deps, property, wanted)),
        );
        return c.json(summary);
      },
    )
    .post(
      "/properties/:property/conversations/:id/join",
      endpoint(
        "Join a ticket into another one; a repetition changes nothing. The answer is the other one",
        ConversationSummary,
        "property_unknown",
        "not_found",
        "not_a_ticket",
        "ticket_joined",
      ),
      mayEdit,
      json(TicketJoin),
      async (c) => {
        const { id } = c.req.param();
        const property = await properties.get(c.req.param("property"));
        const { into } = c.req.valid("json");
        const summary = await database.write(async (tx) => {
          await joinTickets(tx, deps, property, { id, into, by: agentName(c) });
          return readSummary(tx, property.id, into);
        });
        return c.json(summary);
      },
    )
    .delete(
      "/properties/:property/conversations/:id/join",
      endpoint("Undo the join of a ticket", ConversationSummary, "property_unknown", "not_found"),
      mayEdit,
      async (c) => {
        const { id } = c.req.param();
        const property = await properties.get(c.req.param("property"));
        const summary = await database.write(async (tx) => {
          await separateTicket(tx, deps, property, { id, by: agentName(c) });
          return readSummary(tx, property.id, id);
        });
        return c.json(summary);
      },
    );
}
