import { Hono } from "hono";
import * as z from "zod/mini";
import { Contact } from "../../shared/contact.ts";
import {
  Conversation,
  ConversationSummary,
  ConversationUpdate,
  InboxPage,
  InboxView,
} from "../../shared/conversation.ts";
import { VisitorId } from "../../shared/visitor.ts";
import type { AgentEnv, MemberOf } from "../accounts/guards.ts";
import { detachDevice } from "../contacts/detach-device.ts";
import { readContact } from "../contacts/read.ts";
import type { Deps } from "../deps.ts";
import { readCursor } from "../platform/cursor.ts";
import { endpoint, json, query } from "../platform/endpoint.ts";
import { newId } from "../platform/ids.ts";
import { conversationsOf } from "./detached.ts";
import { listConversations, toSummary } from "./list.ts";
import { findSummary, readConversation } from "./read.ts";
import { updateConversation } from "./update.ts";

const InboxQuery = z.object({
  view: z.optional(InboxView),
  contact: z.optional(VisitorId),
  cursor: z.optional(z.string().check(z.maxLength(300))),
});

/** A property's inbox, for its team. Behind `signedIn`. */
export function conversationRoutes(deps: Pick<Deps, "database" | "now" | "random">, memberOf: MemberOf) {
  const { database, now } = deps;
  const member = memberOf("agent");
  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/conversations",
      endpoint(
        "A page of the inbox, the last message first; of one contact, whatever the view",
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
      endpoint("One conversation whole", Conversation, "property_unknown", "not_found"),
      member,
      async (c) => {
        const { property, id } = c.req.param();
        return c.json(await readConversation(database.read, property, id));
      },
    )
    .patch(
      "/properties/:property/conversations/:id",
      endpoint(
        "Mark a conversation done, unread or suspicious",
        ConversationSummary,
        "property_unknown",
        "not_found",
      ),
      member,
      json(ConversationUpdate),
      async (c) => {
        const { property, id } = c.req.param();
        const update = c.req.valid("json");
        const row = await database.write(async (tx) => {
          await updateConversation(tx, { property, id }, update);
          return findSummary(tx, property, id);
        });
        return c.json(toSummary(row));
      },
    )
    .post(
      "/properties/:property/devices/:visitor/detach",
      endpoint("Make a claimed device a record of its own again", Contact, "property_unknown", "not_found"),
      member,
      async (c) => {
        const { property, visitor: device } = c.req.param();
        const conversations = conversationsOf(property, device, () => newId(deps));
        await database.write((tx) => detachDevice(tx, { property, device, now: now() }, conversations));
        return c.json(await readContact(database.read, property, device));
      },
    );
}
