import { Hono } from "hono";
import * as z from "zod/mini";
import {
  Conversation,
  ConversationStart,
  ConversationSummary,
  ConversationUpdate,
  InboxPage,
  InboxView,
} from "../../../shared/conversation.ts";
import { VisitorId } from "../../../shared/visitor.ts";
import { type AgentEnv, agentName, type MemberOf } from "../../accounts/guards.ts";
import { endpoint, json, query } from "../../platform/http/endpoint.ts";
import { readCursor } from "../../platform/paging.ts";
import type { PropertyDeps } from "../../properties/store.ts";
import { listConversations, toSummary } from "./list-conversations.ts";
import { findSummary, readConversation } from "./read-conversation.ts";
import { startConversation } from "./start-conversation.ts";
import { takeConversation, updateConversation } from "./update-conversation.ts";

const InboxQuery = z.object({
  view: z.optional(InboxView),
  contact: z.optional(VisitorId),
  cursor: z.optional(z.string().check(z.maxLength(300))),
});

/** The routes of a property's inbox. Behind `signedIn`. */
export function conversationRoutes(deps: PropertyDeps, memberOf: MemberOf) {
  const { database, properties } = deps;
  const member = memberOf("agent");
  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/conversations",
      endpoint(
        "List a page of the inbox, the last message first; or all conversations of one contact",
        InboxPage,
        "property_unknown",
      ),
      member,
      query(InboxQuery),
      async (c) => {
        const { view, contact = null, cursor } = c.req.valid("query");
        const wanted = view ?? (contact ? null : "open");
        const property = c.req.param("property");
        const page = {
          property,
          view: wanted,
          agent: c.var.agent.id,
          contact,
          cursor: readCursor(cursor),
        };
        return c.json(await listConversations(database.read, page));
      },
    )
    .get(
      "/properties/:property/conversations/:id",
      endpoint("Read a conversation", Conversation, "property_unknown", "not_found"),
      member,
      async (c) => {
        const { property, id } = c.req.param();
        return c.json(await readConversation(database.read, property, id));
      },
    )
    .patch(
      "/properties/:property/conversations/:id",
      endpoint(
        "Close, reopen, assign or unassign a conversation, or mark it as read, unread or suspicious",
        ConversationSummary,
        "property_unknown",
        "not_found",
      ),
      member,
      json(ConversationUpdate),
      async (c) => {
        const { id } = c.req.param();
        const property = await properties.get(c.req.param("property"));
        const wanted = { id, by: agentName(c), update: c.req.valid("json") };
        const row = await database.write(async (tx) => {
          await updateConversation(tx, deps, property, wanted);
          return findSummary(tx, property.id, id);
        });
        return c.json(toSummary(row));
      },
    )
    .post(
      "/properties/:property/conversations/:id/take",
      endpoint(
        "Take an unassigned conversation",
        ConversationSummary,
        "property_unknown",
        "not_found",
        "conversation_taken",
      ),
      member,
      async (c) => {
        const { id } = c.req.param();
        const property = await properties.get(c.req.param("property"));
        const row = await database.write(async (tx) => {
          await takeConversation(tx, deps, property, { id, by: agentName(c) });
          return findSummary(tx, property.id, id);
        });
        return c.json(toSummary(row));
      },
    )
    .post(
      "/properties/:property/visitors/:visitor/conversations",
      endpoint(
        "Write to a visitor, in their open conversation or a new one; a repeated ID changes nothing",
        ConversationSummary,
        "property_unknown",
        "not_found",
        "message_empty",
        "message_too_long",
        "message_not_yours",
      ),
      member,
      json(ConversationStart),
      async (c) => {
        const { visitor } = c.req.param();
        const property = await properties.get(c.req.param("property"));
        const wanted = { visitor, by: agentName(c), said: c.req.valid("json") };
        const row = await database.write(async (tx) => {
          const id = await startConversation(tx, deps, property, wanted);
          return findSummary(tx, property.id, id);
        });
        return c.json(toSummary(row));
      },
    );
}
