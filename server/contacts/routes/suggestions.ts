import { Hono } from "hono";
import * as z from "zod/mini";
import { SuggestionPage } from "../../../shared/crm.ts";
import type { AgentEnv, May } from "../../accounts/guards.ts";
import type { Deps } from "../../deps.ts";
import { endpoint, query } from "../../platform/http/endpoint.ts";
import { newId } from "../../platform/ids.ts";
import { readCursor } from "../../platform/paging.ts";
import { dismissSuggestion, listSuggestions } from "../duplicates/suggestions.ts";
import { publishContactsChanged } from "../identity/publish-contacts-changed.ts";

/** Pairs of contacts that may be one person. Behind `signedIn`. */
export function suggestionRoutes(deps: Pick<Deps, "database" | "now" | "random">, may: May) {
  const { database } = deps;
  const [mayRead, mayEdit] = [may("contacts.read"), may("contacts.merge")];
  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/suggestions",
      endpoint(
        "List pairs of contacts that may be one person, the strongest reason first",
        SuggestionPage,
        "property_unknown",
      ),
      mayRead,
      query(z.object({ cursor: z.optional(z.string().check(z.maxLength(300))) })),
      async (c) => {
        const cursor = readCursor(c.req.valid("query").cursor);
        return c.json(await listSuggestions(database.read, c.req.param("property"), cursor));
      },
    )
    .post(
      "/properties/:property/suggestions/:id/dismiss",
      endpoint("Dismiss a pair: they are two people", z.object({}), "property_unknown", "not_found"),
      mayEdit,
      async (c) => {
        const { property, id } = c.req.param();
        await database.write(async (tx) =>
          publishContactsChanged(tx, property, await dismissSuggestion(tx, property, id, newId(deps)), true),
        );
        return c.json({});
      },
    );
}
