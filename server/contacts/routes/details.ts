import { type Context, Hono } from "hono";
import * as z from "zod/mini";
import { Contact } from "../../../shared/contact.ts";
import { ContactCreate, DetailWrite, Duplicates } from "../../../shared/crm.ts";
import { drawVisitorId } from "../../../shared/rules/visitor-id.ts";
import type { AgentEnv, May } from "../../accounts/guards.ts";
import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { endpoint, json, query } from "../../platform/http/endpoint.ts";
import { newId } from "../../platform/ids.ts";
import { lookUpByIdentifier } from "../duplicates/lookup-by-identifier.ts";
import {
  acceptAlternative,
  createContact,
  type EditContext,
  preferDetail,
  removeDetail,
  writeDetail,
} from "../identity/edit-details.ts";
import { publishContactsChanged } from "../identity/publish-contacts-changed.ts";
import { readContact } from "../read-contact.ts";
import { createSearchIndexer } from "../search/indexer.ts";

type EditDeps = Pick<Deps, "database" | "now" | "random">;
type DetailPath = { id: string; detail: string };

/** The identifiers that an agent has typed so far for a new contact. */
const TypedIdentifiers = z.object({
  email: z.optional(z.string().check(z.maxLength(300))),
  phone: z.optional(z.string().check(z.maxLength(50))),
});
/** The maximum number of attempts to draw an unused visitor ID; with 10^16 IDs, a second one is rare. */
const MAX_DRAWS = 5;

/** Contacts created and edited by agents, value by value. To be mounted behind `signedIn`. */
export function detailRoutes(deps: EditDeps, may: May) {
  const { database, now, random } = deps;
  const searchIndex = createSearchIndexer(database);
  const [mayRead, mayEdit] = [may("contacts.read"), may("contacts.edit")];
  const contextOf = (property: string): EditContext => ({ property, now: now(), newId: () => newId(deps) });
  const draw = () => drawVisitorId((bytes) => random(bytes.length));

  /** Changes a contact, publishes it, and answers with the whole contact. */
  const edit = async (
    c: Context<AgentEnv>,
    change: (tx: Tx, context: EditContext, path: DetailPath) => Promise<string>,
  ) => {
    const { property = "", id = "", detail = "" }: Record<string, string | undefined> = c.req.param();
    const record = await database.write(async (tx) => {
      const changed = await change(tx, contextOf(property), { id, detail });
      publishContactsChanged(tx, property, [changed]);
      return changed;
    });
    return c.json(await readContact(database.read, property, record));
  };

  /** @returns the new contact's ID; one that is taken is drawn again (R2) */
  const create = async (
    property: string,
    contact: z.infer<typeof ContactCreate>,
    tries = MAX_DRAWS,
  ): Promise<string> => {
    try {
      return await database.write(async (tx) => {
        const id = await createContact(tx, contextOf(property), contact, draw());
        publishContactsChanged(tx, property, [id]);
        return id;
      });
    } catch (error) {
      const isTaken = error instanceof ApiError && error.problem.code === "visitor_id_taken" && tries > 1;
      if (!isTaken) throw error;
      return create(property, contact, tries - 1);
    }
  };

  return new Hono<AgentEnv>()
    .post(
      "/properties/:property/contacts",
      endpoint("Create a contact", Contact, "property_unknown", "contact_exists"),
      mayEdit,
      json(ContactCreate),
      async (c) => {
        const property = c.req.param("property");
        return c.json(
          await readContact(database.read, property, await create(property, c.req.valid("json"))),
        );
      },
    )
    .get(
      "/properties/:property/contacts/duplicates",
      endpoint("The contacts that have this e-mail or phone", Duplicates, "property_unknown"),
      mayRead,
      query(TypedIdentifiers),
      async (c) => {
        const property = c.req.param("property");
        await searchIndex.catchUp(property);
        const items = await lookUpByIdentifier(database.read, property, c.req.valid("query"));
        return c.json({ items });
      },
    )
    .post(
      "/properties/:property/contacts/:id/details",
      endpoint(
        "Write a value; where a contact may have several, it is added",
        Contact,
        "property_unknown",
        "not_found",
        "value_held",
        "attribute_unknown",
        "attribute_invalid",
      ),
      mayEdit,
      json(DetailWrite),
      async (c) => edit(c, (tx, context, { id }) => writeDetail(tx, context, id, c.req.valid("json"))),
    )
    .post(
      "/properties/:property/contacts/:id/details/:detail/take",
      endpoint(
        "Make an alternative the current value",
        Contact,
        "property_unknown",
        "not_found",
        "value_held",
      ),
      mayEdit,
      async (c) => edit(c, (tx, context, { id, detail }) => acceptAlternative(tx, context, id, detail)),
    )
    .post(
      "/properties/:property/contacts/:id/details/:detail/first",
      endpoint("Put one of several current values first", Contact, "property_unknown", "not_found"),
      mayEdit,
      async (c) => edit(c, (tx, context, { id, detail }) => preferDetail(tx, context, id, detail)),
    )
    .delete(
      "/properties/:property/contacts/:id/details/:detail",
      endpoint("Remove a value; it stays in the history", Contact, "property_unknown", "not_found"),
      mayEdit,
      async (c) => edit(c, (tx, context, { id, detail }) => removeDetail(tx, context, id, detail)),
    );
}
