import { Hono } from "hono";
import * as z from "zod/mini";
import { ContactCount } from "../../../shared/bulk-job.ts";
import { Contact, ContactPage } from "../../../shared/contact.ts";
import { ContactFilter } from "../../../shared/crm.ts";
import type { AgentEnv, May } from "../../accounts/guards.ts";
import type { Deps } from "../../deps.ts";
import { endpoint, query } from "../../platform/http/endpoint.ts";
import { readCursor } from "../../platform/paging.ts";
import { readContact } from "../read-contact.ts";
import { createSearchIndexer } from "../search/indexer.ts";
import { listContacts } from "../search/list-contacts.ts";
import { countMatches } from "../search/match-contacts.ts";

const ContactQuery = z.object({
  ...ContactFilter.shape,
  cursor: z.optional(z.string().check(z.maxLength(300))),
});

/** The contact list, and one contact. To be mounted behind `signedIn`. */
export function contactRoutes({ database }: Pick<Deps, "database">, may: May) {
  const searchIndex = createSearchIndexer(database);
  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/contacts",
      endpoint(
        "A page of contacts, sorted by `sort`, by default the last seen first; with a filter, those that match all criteria",
        ContactPage,
        "property_unknown",
        "not_found",
      ),
      may("contacts.read"),
      query(ContactQuery),
      async (c) => {
        const { cursor, ...filter } = c.req.valid("query");
        const property = c.req.param("property");
        const search = { property, filter, cursor: readCursor(cursor) };
        if (filter.q || filter.attribute) await searchIndex.catchUp(property);
        return c.json(await listContacts(database.read, search));
      },
    )
    .get(
      "/properties/:property/contact-count",
      endpoint("The number of contacts that match a filter", ContactCount, "property_unknown", "not_found"),
      may("contacts.read"),
      query(ContactFilter),
      async (c) => {
        const property = c.req.param("property");
        const filter = c.req.valid("query");
        if (filter.q || filter.attribute) await searchIndex.catchUp(property);
        return c.json({ count: await countMatches(database.read, property, filter) });
      },
    )
    .get(
      "/properties/:property/contacts/:id",
      endpoint("One contact or visitor", Contact, "property_unknown", "not_found"),
      may("contacts.read"),
      async (c) => {
        const { property, id } = c.req.param();
        return c.json(await readContact(database.read, property, id));
      },
    );
}
