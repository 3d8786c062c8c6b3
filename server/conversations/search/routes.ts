import { Hono } from "hono";
import * as z from "zod/mini";
import { MessageSearchPage } from "../../../shared/message-search.ts";
import type { AgentEnv, May } from "../../accounts/guards.ts";
import { createSearchIndexer } from "../../contacts/search/indexer.ts";
import { endpoint, query } from "../../platform/http/endpoint.ts";
import type { PropertyDeps } from "../../properties/store.ts";
import { createMessageIndexer } from "./message-indexer.ts";
import { readSearchCursor, searchMessages } from "./search-messages.ts";
import { MAX_QUERY } from "./tokenize-message.ts";

const SearchQuery = z.object({
  q: z.string().check(z.maxLength(MAX_QUERY)),
  cursor: z.optional(z.string().check(z.maxLength(100))),
});

/** The search in a property's messages. Behind `signedIn`. */
export function messageSearchRoutes({ database }: PropertyDeps, may: May) {
  const contactIndex = createSearchIndexer(database);
  const messageIndex = createMessageIndexer(database);
  return new Hono<AgentEnv>().get(
    "/properties/:property/message-search",
    endpoint(
      "Search the messages, notes, subjects and forms of a property: the newest first, grouped by conversation",
      MessageSearchPage,
      "property_unknown",
    ),
    may("conversations.read"),
    query(SearchQuery),
    async (c) => {
      const property = c.req.param("property");
      const { q, cursor } = c.req.valid("query");
      const before = readSearchCursor(cursor);
      if (before === null) {
        await contactIndex.catchUp(property);
        await messageIndex.catchUp(property);
      }
      return c.json(await searchMessages(database.read, { property, query: q, cursor: before }));
    },
  );
}
