import { Hono } from "hono";
import * as z from "zod/mini";
import {
  Organization,
  OrganizationCreate,
  OrganizationPage,
  OrganizationSuggestion,
  OrganizationUpdate,
} from "../../../shared/crm.ts";
import type { AgentEnv, May } from "../../accounts/guards.ts";
import type { Deps } from "../../deps.ts";
import { endpoint, json, query } from "../../platform/http/endpoint.ts";
import { newId } from "../../platform/ids.ts";
import {
  createOrganization,
  listOrganizations,
  readOrganization,
  removeOrganization,
  suggestOrganization,
  updateOrganization,
} from "../crm/organizations.ts";
import { publishContactsChanged } from "../identity/publish-contacts-changed.ts";
import { resolveRecord } from "./resolve-record.ts";

const OrganizationQuery = z.object({
  q: z._default(z.string().check(z.maxLength(200)), ""),
  cursor: z.optional(z.string().check(z.maxLength(100))),
});

/** Organizations. Behind `signedIn`. */
export function organizationRoutes(deps: Pick<Deps, "database" | "now" | "random">, may: May) {
  const { database, now } = deps;
  const [mayRead, mayEdit] = [may("contacts.read"), may("contacts.edit")];
  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/organizations",
      endpoint("List organizations by name", OrganizationPage, "property_unknown", "not_found"),
      mayRead,
      query(OrganizationQuery),
      async (c) => {
        const { q, cursor = null } = c.req.valid("query");
        const page = { q, after: cursor };
        return c.json(await listOrganizations(database.read, c.req.param("property"), page));
      },
    )
    .post(
      "/properties/:property/organizations",
      endpoint("Create an organization", Organization, "property_unknown", "name_taken"),
      mayEdit,
      json(OrganizationCreate),
      async (c) => {
        const property = c.req.param("property");
        const organization = { id: newId(deps), now: now(), ...c.req.valid("json") };
        await database.write((tx) => createOrganization(tx, property, organization));
        return c.json(await readOrganization(database.read, property, organization.id));
      },
    )
    .get(
      "/properties/:property/organizations/:id",
      endpoint(
        "Read an organization; the list of contacts, filtered by it, has its people",
        Organization,
        "property_unknown",
        "not_found",
      ),
      mayRead,
      async (c) => {
        const { property, id } = c.req.param();
        return c.json(await readOrganization(database.read, property, id));
      },
    )
    .patch(
      "/properties/:property/organizations/:id",
      endpoint(
        "Change an organization; a new name is written to its people's details too",
        Organization,
        "property_unknown",
        "not_found",
        "name_taken",
      ),
      mayEdit,
      json(OrganizationUpdate),
      async (c) => {
        const { property, id } = c.req.param();
        await database.write(async (tx) => {
          const people = await updateOrganization(tx, property, id, c.req.valid("json"));
          publishContactsChanged(tx, property, people);
        });
        return c.json(await readOrganization(database.read, property, id));
      },
    )
    .delete(
      "/properties/:property/organizations/:id",
      endpoint("Delete an organization", z.object({}), "property_unknown", "not_found"),
      mayEdit,
      async (c) => {
        const { property, id } = c.req.param();
        await database.write(async (tx) =>
          publishContactsChanged(tx, property, await removeOrganization(tx, property, id)),
        );
        return c.json({});
      },
    )
    .get(
      "/properties/:property/contacts/:id/organization",
      endpoint(
        "Suggest a contact's organization by the domain of its e-mail",
        OrganizationSuggestion,
        "property_unknown",
        "not_found",
      ),
      mayRead,
      async (c) => {
        const { property, id } = c.req.param();
        const record = await resolveRecord(database.read, property, id);
        return c.json({ suggestion: await suggestOrganization(database.read, property, record) });
      },
    );
}
