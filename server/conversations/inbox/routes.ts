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
import { ConversationBulkResult, ConversationBulkUpdate } from "../../../shared/conversation-bulk.ts";
import { VisitorId } from "../../../shared/visitor.ts";
import { type AgentEnv, agentName, type May } from "../../accounts/guards.ts";
import { endpoint, json, query } from "../../platform/http/endpoint.ts";
import type { PropertyDeps } from "../../properties/store.ts";
import { readInboxCursor } from "./inbox-cursor.ts";
import { listConversations } from "./list-conversations.ts";
import { readConversation } from "./read-conversation.ts";
import { startConversation } from "./start-conversation.ts";
import { readSummary } from "./summaries.ts";
import { takeConversation, updateConversation } from "./update-conversation.ts";
import { updateMany } from "./update-many.ts";

const InboxQuery = z.object({
  view: z.optional(InboxView),
  contact: z.optional(VisitorId),
  /** The ID of the tag of the view `tag`. */
  tag: z.optional(z.string().check(z.maxLength(64))),
  cursor: z.optional(z.string().check(z.maxLength(300))),
});

/** The routes of a property's inbox. Behind `signedIn`. */
export function conversationRoutes(deps: PropertyDeps, may: May) {
  const { database, properties } = deps;
  const [mayRead, mayEdit] = [may("conversations.read"), may("conversations.write")];
  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/conversations",
      endpoint(
        "List a page of a view of the inbox, overdue tickets on top; or all conversations of one contact",
        InboxPage,
        "property_unknown",
      ),
      mayRead,
      query(InboxQuery),
      async (c) => {
        const { view, contact = null, tag = null, cursor } = c.req.valid("query");
        const scope = {
          property: c.req.param("property"),
          view: view ?? (contact ? null : "all"),
          agent: c.var.agent.id,
          contact,
          tag,
        };
        const page = { cursor: readInboxCursor(cursor), now: deps.now() };
        return c.json(await listConversations(database.read, scope, page));
      },
    )
    .get(
      "/properties/:property/conversations/:id",
      endpoint("Read a conversation", Conversation, "property_unknown", "not_found"),
      mayRead,
      async (c) => {
        const { property, id } = c.req.param();
        return c.json(await readConversation(database.read, property, id));
      },
    )
    .patch(
      "/properties/:property/conversations/:id",
      endpoint(
        "Change a conversation: its status, subject, priority, tags or assignee; or mark it as read, unread or suspicious",
        ConversationSummary,
        "property_unknown",
        "not_found",
        "conversation_changed",
        "not_a_ticket",
        "ticket_joined",
      ),
      mayEdit,
      json(ConversationUpdate),
      async (c) => {
        const { id } = c.req.param();
        const property = await properties.get(c.req.param("property"));
        const wanted = { id, by: agentName(c), update: c.req.valid("json") };
        const summary = await database.write(async (tx) => {
          await updateConversation(tx, deps, property, wanted);
          return readSummary(tx, property.id, id);
        });
        return c.json(summary);
      },
    )
    .post(
      "/properties/:property/conversations/bulk",
      endpoint(
        "Change several conversations: their status or assignee; or add tags. Those that cannot be changed are named",
        ConversationBulkResult,
        "property_unknown",
        "not_found",
      ),
      mayEdit,
      json(ConversationBulkUpdate),
      async (c) => {
        const property = await properties.get(c.req.param("property"));
        const wanted = { by: agentName(c), update: c.req.valid("json") };
        return c.json(await database.write((tx) => updateMany(tx, deps, property, wanted)));
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
      mayEdit,
      async (c) => {
        const { id } = c.req.param();
        const property = await properties.get(c.req.param("property"));
        const summary = await database.write(async (tx) => {
          await takeConversation(tx, deps, property, { id, by: agentName(c) });
          return readSummary(tx, property.id, id);
        });
        return c.json(summary);
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
      mayEdit,
      json(ConversationStart),
      async (c) => {
        const { visitor } = c.req.param();
        const property = await properties.get(c.req.param("property"));
        const wanted = { visitor, by: agentName(c), said: c.req.valid("json") };
        const summary = await database.write(async (tx) => {
          const id = await startConversation(tx, deps, property, wanted);
          return readSummary(tx, property.id, id);
        });
        return c.json(summary);
      },
    );
}
