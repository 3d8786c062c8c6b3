import { Hono } from "hono";
import * as z from "zod/mini";
import { ContactView, ContactViews, ContactViewWrite } from "../../../shared/crm.ts";
import { Uuid } from "../../../shared/visitor.ts";
import type { AgentEnv, May } from "../../accounts/guards.ts";
import type { Deps } from "../../deps.ts";
import { endpoint, json } from "../../platform/http/endpoint.ts";
import { parse } from "../../platform/http/read-body.ts";
import { listViews, removeView, saveView } from "../search/saved-views.ts";

/** Saved views of the list of contacts. Behind `signedIn`. */
export function viewRoutes({ database, now }: Pick<Deps, "database" | "now">, may: May) {
  const [mayRead, mayEdit] = [may("contacts.read"), may("contacts.edit")];
  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/contact-views",
      endpoint("List the team's saved views of contacts", ContactViews, "property_unknown"),
      mayRead,
      async (c) => c.json({ items: await listViews(database.read, c.req.param("property")) }),
    )
    .put(
      "/properties/:property/contact-views/:id",
      endpoint("Create or replace a saved view", ContactView, "property_unknown"),
      mayEdit,
      json(ContactViewWrite),
      async (c) => {
        const { property, id } = c.req.param();
        const view = { id: parse(Uuid, id), ...c.req.valid("json") };
        await database.write((tx) => saveView(tx, property, view, now()));
        return c.json(view);
      },
    )
    .delete(
      "/properties/:property/contact-views/:id",
      endpoint("Delete a saved view", z.object({}), "property_unknown", "not_found"),
      mayEdit,
      async (c) => {
        const { property, id } = c.req.param();
        await database.write((tx) => removeView(tx, property, id));
        return c.json({});
      },
    );
}
