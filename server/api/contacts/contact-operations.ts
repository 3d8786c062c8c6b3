import { createHash } from "node:crypto";
import * as z from "zod/mini";
import {
  ApiContact,
  ApiContactLookup,
  ApiContactPage,
  ApiContactQuery,
  ApiContacts,
  ApiContactUpdate,
  ApiContactWrite,
} from "../../../shared/api/contact.ts";
import { DetailRecord } from "../../../shared/contact.ts";
import { tidyPhone } from "../../../shared/rules/phone.ts";
import { findHolders } from "../../contacts/identity/contact-store.ts";
import { normalizeEmail } from "../../contacts/identity/normalize-email.ts";
import { readContact } from "../../contacts/read-contact.ts";
import { createSearchIndexer } from "../../contacts/search/indexer.ts";
import { listContacts } from "../../contacts/search/list-contacts.ts";
import type { Deps } from "../../deps.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { readCursor } from "../../platform/paging.ts";
import { apiSchemas } from "../http/openapi.ts";
import { change, Nothing, type Operation, read } from "../http/operation.ts";
import { createApiContact } from "./create-contact.ts";
import { CONTACT_ID, EXAMPLE_CONTACT, EXAMPLE_SUMMARY, EXAMPLE_WRITE } from "./examples.ts";
import { readApiContact, resolveContact } from "./read-api-contact.ts";
import { hasIdentifier } from "./read-contact-write.ts";
import { updateContact } from "./update-contact.ts";
import { writeContexts } from "./write-context.ts";

apiSchemas.add(ApiContact, { id: "Contact" });
apiSchemas.add(ApiContactPage, { id: "ContactPage" });

/** All values of a contact, also past ones and alternatives. */
const ContactDetails = z.object({ items: z.array(DetailRecord) });

/** The entity tag of a contact (RFC 9110, section 8.8.3): a hash of what is shown. */
const etagOf = (contact: ApiContact): string =>
  `"${createHash("sha256").update(JSON.stringify(contact)).digest("base64url").slice(0, 22)}"`;

const withEtag = (contact: ApiContact) => ({ body: contact, headers: { ETag: etagOf(contact) } });

/** Requires that a contact is as the client has read it, if it says how. @throws ApiError `changed_meanwhile` */
function requireUnchanged(contact: ApiContact, ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatch.trim() === "*") return;
  if (!ifMatch.split(",").some((tag) => tag.trim() === etagOf(contact)))
    throw new ApiError("changed_meanwhile");
}

/** The most contacts that a look-up answers. */
const MAX_FOUND = 50;

/** The identifiers of a look-up, as they are compared (R8). An e-mail that is none identifies nobody. */
function identifiersOf({ userId, email, phone }: z.output<typeof ApiContactLookup>) {
  return [
    ...(userId === undefined ? [] : [{ field: "user_id", key: userId } as const]),
    ...(email === undefined ? [] : [{ field: "email", key: normalizeEmail(email) ?? "" } as const]),
    ...(phone === undefined ? [] : [{ field: "phone", key: tidyPhone(phone) } as const]),
  ];
}

/** Contacts: list, look up, create, read, update. */
export function contactOperations(deps: Pick<Deps, "database" | "now" | "random">): readonly Operation[] {
  const { database } = deps;
  const searchIndex = createSearchIndexer(database);
  const contextOf = writeContexts(deps);
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
          answer: { items: [EXAMPLE_SUMMARY], next: null, total: 1 },
        },
      },
      async ({ property, query: { cursor, ...filter } }) => {
        if (filter.q || filter.attribute) await searchIndex.catchUp(property);
        const search = { property, filter, cursor: readCursor(cursor) };
        return { body: await listContacts(database.read, search) };
      },
    ),
    read(
      {
        id: "lookUpContacts",
        method: "GET",
        path: "/contacts/lookup",
        tag: "Contacts",
        scope: "contacts:read",
        summary: "Find the contacts that have a user ID, an e-mail or a phone",
        details: "Give one of the three. Several people may share a phone; nobody is no error.",
        params: {},
        query: ApiContactLookup,
        body: Nothing,
        answer: ApiContacts,
        status: 200,
        errors: [],
        example: { query: { userId: "42" }, answer: { items: [EXAMPLE_CONTACT] } },
      },
      async ({ property, query }) => {
        const identifiers = identifiersOf(query);
        const [identifier, ...more] = identifiers;
        if (!identifier || more.length)
          throw new ApiError("invalid_request", {
            faults: [{ path: "", code: "identifier", message: "give one of userId, email and phone" }],
          });
        const holders = await findHolders(database.read, property, identifier.field, [identifier.key]);
        const ids = [...new Set(holders.map(({ id }) => id))].slice(0, MAX_FOUND);
        const items = await Promise.all(ids.map((id) => readApiContact(database.read, property, id)));
        return { body: { items } };
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
        return { ...withEtag(await readApiContact(tx, property, id)), about: { contact: id } };
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
        details: "The answer has an `ETag`, for the `If-Match` of an update.",
        params: { id: CONTACT_ID },
        query: Nothing,
        body: Nothing,
        answer: ApiContact,
        status: 200,
        errors: ["not_found"],
        example: { answer: EXAMPLE_CONTACT },
      },
      async ({ property, param }) => withEtag(await readApiContact(database.read, property, param("id"))),
    ),
    read(
      {
        id: "listContactDetails",
        method: "GET",
        path: "/contacts/:id/details",
        tag: "Contacts",
        scope: "contacts:read",
        summary: "Read all values of a contact with their sources and times",
        details: "Also those that were replaced (`past`), and those that an agent may take (`alternative`).",
        params: { id: CONTACT_ID },
        query: Nothing,
        body: Nothing,
        answer: ContactDetails,
        status: 200,
        errors: ["not_found"],
        example: {
          answer: {
            items: [
              {
                id: "01890a5d-ac96-774b-bcce-b302099a8057",
                field: "email",
                value: "ada@example.com",
                status: "current",
                source: "api",
                proven: false,
                device: null,
                at: EXAMPLE_CONTACT.firstSeenAt,
                previous: null,
              },
            ],
          },
        },
      },
      async ({ property, param }) => {
        const id = await resolveContact(database.read, property, param("id"));
        return { body: { items: (await readContact(database.read, property, id)).details } };
      },
    ),
    change(
      {
        id: "updateContact",
        method: "PATCH",
        path: "/contacts/:id",
        tag: "Contacts",
        scope: "contacts:write",
        summary: "Change a contact",
        details:
          "What is absent stays, null removes a value, and a list replaces the list. Where an agent has entered a value, or the person has proven it, that stays, and the new one is an alternative that an agent may take. With `If-Match`, nothing is changed unless the contact still has this `ETag`.",
        params: { id: CONTACT_ID },
        query: Nothing,
        body: ApiContactUpdate,
        answer: ApiContact,
        status: 200,
        errors: ["not_found", "value_held", "changed_meanwhile", "attribute_unknown", "attribute_invalid"],
        example: {
          body: { userId: null, attributes: { plan: "basic" } },
          answer: { ...EXAMPLE_CONTACT, userId: null, attributes: { plan: "basic", seats: 5 } },
        },
      },
      async (tx, { key, property, param, body, header }) => {
        const id = await resolveContact(tx, property, param("id"));
        requireUnchanged(await readApiContact(tx, property, id), header("if-match"));
        await updateContact(tx, contextOf(key), id, body);
        return { ...withEtag(await readApiContact(tx, property, id)), about: { contact: id } };
      },
    ),
  ];
}
