import { Hono } from "hono";
import * as z from "zod/mini";
import { AgentMessage, Message, MessageCorrection, MessagePage } from "../../../shared/conversation.ts";
import { type AgentEnv, agentName, type May } from "../../accounts/guards.ts";
import { endpoint, json, query } from "../../platform/http/endpoint.ts";
import type { PropertyDeps } from "../../properties/store.ts";
import { PAGE_SIZE, readEntries } from "../inbox/read-conversation.ts";
import { reviseMessage } from "./revise-message.ts";
import { writeMessage } from "./write-message.ts";

/** The most entries of a page. */
const MAX_PAGE = 500;

const PageQuery = z.object({
  /** The sequence number before which the page ends; absent: the last page. */
  before: z.optional(z.string().check(z.regex(/^\d{1,15}$/, "must be a sequence number"))),
  /** The most entries of the page; absent: 50. */
  limit: z.optional(z.string().check(z.regex(/^[1-9]\d{0,2}$/, "must be a number of entries"))),
});

/** The routes of a conversation's messages, for agents. Behind `signedIn`. */
export function messageRoutes(deps: PropertyDeps, may: May) {
  const { database, properties } = deps;
  const [mayRead, mayEdit] = [may("conversations.read"), may("conversations.write")];
  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/conversations/:id/messages",
      endpoint(
        "List the entries of a conversation before a sequence number",
        MessagePage,
        "property_unknown",
        "not_found",
      ),
      mayRead,
      query(PageQuery),
      async (c) => {
        const { property, id } = c.req.param();
        const { before, limit } = c.req.valid("query");
        const page = {
          before: before === undefined ? null : Number(before),
          size: limit === undefined ? PAGE_SIZE : Math.min(Number(limit), MAX_PAGE),
        };
        return c.json(await readEntries(database.read, property, id, page));
      },
    )
    .post(
      "/properties/:property/conversations/:id/messages",
      endpoint(
        "Write a message or a note; a repeated ID changes nothing",
        Message,
        "property_unknown",
        "not_found",
        "message_empty",
        "message_too_long",
        "message_not_yours",
        "not_a_ticket",
      ),
      mayEdit,
      json(AgentMessage),
      async (c) => {
        const property = await properties.get(c.req.param("property"));
        const wanted = { id: c.req.param("id"), by: agentName(c), said: c.req.valid("json") };
        return c.json(await database.write((tx) => writeMessage(tx, deps, property, wanted)));
      },
    )
    .patch(
      "/properties/:property/conversations/:id/messages/:message",
      endpoint(
        "Correct one's own message",
        Message,
        "property_unknown",
        "not_found",
        "message_empty",
        "message_too_long",
        "message_not_yours",
        "message_too_old",
      ),
      mayEdit,
      json(MessageCorrection),
      async (c) => {
        const { id, message } = c.req.param();
        const property = await properties.get(c.req.param("property"));
        const { text } = c.req.valid("json");
        const wanted = { id, message, by: agentName(c), revision: { kind: "correct", text } } as const;
        return c.json(await database.write((tx) => reviseMessage(tx, deps, property, wanted)));
      },
    )
    .delete(
      "/properties/:property/conversations/:id/messages/:message",
      endpoint(
        "Retract one's own message; its text and files are removed",
        Message,
        "property_unknown",
        "not_found",
        "message_not_yours",
        "message_too_old",
      ),
      mayEdit,
      async (c) => {
        const { id, message } = c.req.param();
        const property = await properties.get(c.req.param("property"));
        const wanted = { id, message, by: agentName(c), revision: { kind: "retract" } } as const;
        return c.json(await database.write((tx) => reviseMessage(tx, deps, property, wanted)));
      },
    );
}
