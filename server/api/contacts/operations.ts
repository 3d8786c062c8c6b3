import { createHash } from "node:crypto";
import { ApiContact, ApiContactPage, ApiContactQuery, ApiContactWrite } from "../../../shared/api/contact.ts";
import { createSearchIndexer } from "../../contacts/search/indexer.ts";
import { listContacts } from "../../contacts/search/list-contacts.ts";
import type { Deps } from "../../deps.ts";
import { VisitorIdPool } from "../../imports/rows/visitor-id-pool.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { newId } from "../../platform/ids.ts";
import { readCursor } from "../../platform/paging.ts";
import { apiSchemas } from "../http/openapi.ts";
import { change, Nothing, type Operation, read } from "../http/operation.ts";
import type { RequestKey } from "../keys/key-store.ts";
import { createApiContact, type WriteContext } from "./create-contact.ts";
import { CONTACT_ID, EXAMPLE_CONTACT, EXAMPLE_WRITE } from "./examples.ts";
import { readApiContact } from "./read-api-contact.ts";
import { hasIdentifier } from "./read-contact-write.ts";

apiSchemas.add(ApiContact, { id: "Contact" });
apiSchemas.add(ApiContactPage, { id: "ContactPage" });

/** The entity tag of a contact (RFC 9110, section 8.8.3): a hash of what is shown. */
const etagOf = (contact: ApiContact): string =>
  `"${createHash("sha256").update(JSON.stringify(contact)).digest("base64url").slice(0, 22)}"`;

/** Contacts: list, read, create. */
export function contactOperations(deps: Pick<Deps, "database" | "now" | "random">): readonly Operation[] {
  const { database, now, random } = deps;
  const searchIndex = createSearchIndexer(database);
  const ids = new VisitorIdPool(random);
  const contextOf = ({ id, property }: RequestKey): WriteContext => ({
    property,
    author: `api:${id}`,
    now: now(),
    newId: () => newId(deps),
    drawIds: (count) => ids.take(count),
  });
  return [
    read(
      {
        id: "listContacts",
        method: "GET",
        path: "/contacts",
        tag: "Contacts",
        scope: "contacts:read",
        summary: "List or search contacts",
        details:
          "A page has 50 contacts, by default those seen last first. With filters, it has those that match all of them; a search finds words of names, e-mails, phones, organizations and attributes.",
        params: {},
        query: ApiContactQuery,
        body: Nothing,
        answer: ApiContactPage,
        status: 200,
        errors: ["not_found"],
        example: {
          query: { q: "ada", sort: "name" },
          answer: {
            items: [
              {
                id: EXAMPLE_CONTACT.id,
                name: EXAMPLE_CONTACT.name,
                email: "ada@example.com",
                phone: "+441632960961",
                source: "api",
                contactSince: EXAMPLE_CONTACT.firstSeenAt,
                lastSeenAt: EXAMPLE_CONTACT.lastSeenAt,
                country: null,
              },
            ],
            next: null,
            total: 1,
          },
        },
      },
      async ({ property, query: { cursor, ...filter } }) => {
        if (filter.q || filter.attribute) await searchIndex.catchUp(property);
        const search = { property, filter, cursor: readCursor(cursor) };
        return { body: await listContacts(database.read, search) };
      },
    ),
    change(
      {
        id: "createContact",
        method: "POST",
        path: "/contacts",
        tag: "Contacts",
        scope: "contacts:write",
        summary: "Create a contact",
        details:
          "If a contact has one of the identifiers already, nothing is created. To create or update, use the upsert.",
        params: {},
        query: Nothing,
        body: ApiContactWrite,
        answer: ApiContact,
        status: 201,
        errors: ["contact_exists", "attribute_unknown", "attribute_invalid"],
        example: { body: EXAMPLE_WRITE, answer: EXAMPLE_CONTACT },
      },
      async (tx, { key, property, body }) => {
        if (body.name === undefined && !hasIdentifier(body))
          throw new ApiError("invalid_request", {
            faults: [{ path: "", code: "identifier", message: "needs a name, user ID, e-mail or phone" }],
          });
        const id = await createApiContact(tx, contextOf(key), body);
        const contact = await readApiContact(tx, property, id);
        return { body: contact, about: { contact: id }, headers: { ETag: etagOf(contact) } };
      },
    ),
    read(
      {
        id: "getContact",
        method: "GET",
        path: "/contacts/:id",
        tag: "Contacts",
        scope: "contacts:read",
        summary: "Read a contact",
        params: { id: CONTACT_ID },
        query: Nothing,
        body: Nothing,
        answer: ApiContact,
        status: 200,
        errors: ["not_found"],
        example: { answer: EXAMPLE_CONTACT },
      },
      async ({ property, param }) => {
        const contact = await readApiContact(database.read, property, param("id"));
        return { body: contact, headers: { ETag: etagOf(contact) } };
      },
    ),
  ];
}
