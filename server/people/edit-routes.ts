import { Hono } from "hono";
import { Contact, ContactEdit } from "../../shared/contact.ts";
import type { AgentEnv, MemberOf } from "../accounts/guards.ts";
import { readContact } from "../contacts/read-contact.ts";
import { endpoint, json } from "../platform/http/endpoint.ts";
import type { PropertyDeps } from "../properties/store.ts";
import { detachPerson, editPerson } from "./edit-person.ts";

/** Edits of a contact, and the detaching of a device, which move conversations between records. Behind `signedIn`. */
export function personEditRoutes(deps: PropertyDeps, memberOf: MemberOf) {
  const { database, properties } = deps;
  const member = memberOf("agent");
  return new Hono<AgentEnv>()
    .patch(
      "/properties/:property/contacts/:id",
      endpoint(
        "Write down what is known of a person; a second e-mail or phone is added. Answers with the record that shows it",
        Contact,
        "property_unknown",
        "not_found",
      ),
      member,
      json(ContactEdit),
      async (c) => {
        const { id } = c.req.param();
        const property = await properties.get(c.req.param("property"));
        const contact = await database.write((tx) =>
          editPerson(tx, deps, property, { id, edit: c.req.valid("json") }),
        );
        return c.json(await readContact(database.read, property.id, contact));
      },
    )
    .post(
      "/properties/:property/devices/:visitor/detach",
      endpoint("Make a claimed device a record of its own again", Contact, "property_unknown", "not_found"),
      member,
      async (c) => {
        const { visitor: device } = c.req.param();
        const property = await properties.get(c.req.param("property"));
        await database.write((tx) => detachPerson(tx, deps, property, device));
        return c.json(await readContact(database.read, property.id, device));
      },
    );
}
