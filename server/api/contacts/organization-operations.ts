import * as z from "zod/mini";
import {
  Organization,
  OrganizationCreate,
  OrganizationPage,
  OrganizationUpdate,
} from "../../../shared/crm.ts";
import {
  createOrganization,
  listOrganizations,
  readOrganization,
  removeOrganization,
  updateOrganization,
} from "../../contacts/crm/organizations.ts";
import { publishContactsChanged } from "../../contacts/identity/publish-contacts-changed.ts";
import type { Deps } from "../../deps.ts";
import { newId } from "../../platform/ids.ts";
import { apiSchemas } from "../http/openapi.ts";
import { change, Nothing, type Operation, read } from "../http/operation.ts";
import { Removed } from "../http/removed.ts";
import { EXAMPLE_CONTACT } from "./examples.ts";

apiSchemas.add(Organization, { id: "Organization" });

const OrganizationQuery = z.strictObject({
  q: z._default(z.string().check(z.maxLength(200), z.describe("The beginning of the name")), ""),
  cursor: z.optional(z.string().check(z.maxLength(100), z.describe("`next` of the page before"))),
});

const EXAMPLE: Organization = {
  id: "01890a5d-ac96-774b-bcce-b302099a8061",
  name: "Analytical Engines",
  domain: "engines.example.com",
  createdAt: EXAMPLE_CONTACT.firstSeenAt,
  people: 3,
};
const ORGANIZATION_ID = { description: "The organization's ID", example: EXAMPLE.id };

/** Organizations. A contact names them; one that does not exist is created then. */
export function organizationOperations(
  deps: Pick<Deps, "database" | "now" | "random">,
): readonly Operation[] {
  const { database, now } = deps;
  return [
    read(
      {
        id: "listOrganizations",
        method: "GET",
        path: "/organizations",
        tag: "Organizations",
        scope: "contacts:read",
        summary: "List organizations by name",
        params: {},
        query: OrganizationQuery,
        body: Nothing,
        answer: OrganizationPage,
        status: 200,
        errors: ["not_found"],
        example: { query: { q: "ana" }, answer: { items: [EXAMPLE], next: null } },
      },
      async ({ property, query: { q, cursor = null } }) => ({
        body: await listOrganizations(database.read, property, { q, after: cursor }),
      }),
    ),
    change(
      {
        id: "createOrganization",
        method: "POST",
        path: "/organizations",
        tag: "Organizations",
        scope: "contacts:write",
        summary: "Create an organization",
        params: {},
        query: Nothing,
        body: z.strictObject(OrganizationCreate.shape),
        answer: Organization,
        status: 201,
        errors: ["name_taken"],
        example: { body: { name: EXAMPLE.name, domain: EXAMPLE.domain }, answer: { ...EXAMPLE, people: 0 } },
      },
      async (tx, { property, body }) => {
        const organization = { id: newId(deps), now: now(), ...body };
        await createOrganization(tx, property, organization);
        return { body: await readOrganization(tx, property, organization.id), about: null };
      },
    ),
    read(
      {
        id: "getOrganization",
        method: "GET",
        path: "/organizations/:id",
        tag: "Organizations",
        scope: "contacts:read",
        summary: "Read an organization",
        details: "The list of contacts with `organization` as a filter has its people.",
        params: { id: ORGANIZATION_ID },
        query: Nothing,
        body: Nothing,
        answer: Organization,
        status: 200,
        errors: ["not_found"],
        example: { answer: EXAMPLE },
      },
      async ({ property, param }) => ({ body: await readOrganization(database.read, property, param("id")) }),
    ),
    change(
      {
        id: "updateOrganization",
        method: "PATCH",
        path: "/organizations/:id",
        tag: "Organizations",
        scope: "contacts:write",
        summary: "Change an organization; a new name is its people's too",
        params: { id: ORGANIZATION_ID },
        query: Nothing,
        body: z.strictObject(OrganizationUpdate.shape),
        answer: Organization,
        status: 200,
        errors: ["not_found", "name_taken"],
        example: { body: { domain: EXAMPLE.domain }, answer: EXAMPLE },
      },
      async (tx, { property, param, body }) => {
        const people = await updateOrganization(tx, property, param("id"), body);
        publishContactsChanged(tx, property, people);
        return { body: await readOrganization(tx, property, param("id")), about: null };
      },
    ),
    change(
      {
        id: "deleteOrganization",
        method: "DELETE",
        path: "/organizations/:id",
        tag: "Organizations",
        scope: "contacts:write",
        summary: "Delete an organization, but not its people",
        params: { id: ORGANIZATION_ID },
        query: Nothing,
        body: Nothing,
        answer: Removed,
        status: 200,
        errors: ["not_found"],
        example: { answer: { id: EXAMPLE.id } },
      },
      async (tx, { property, param }) => {
        publishContactsChanged(tx, property, await removeOrganization(tx, property, param("id")));
        return { body: { id: param("id") }, about: null };
      },
    ),
  ];
}
