import { Hono } from "hono";
import * as z from "zod/mini";
import { Contact, Named } from "../../../shared/contact.ts";
import { NameWrite, TagIds, Tags } from "../../../shared/crm.ts";
import type { AgentEnv, May } from "../../accounts/guards.ts";
import type { Deps } from "../../deps.ts";
import { endpoint, json } from "../../platform/http/endpoint.ts";
import { newId } from "../../platform/ids.ts";
import { createTag, listTags, removeTag, renameTag, setTags } from "../crm/tags.ts";
import { publishContactsChanged } from "../identity/publish-contacts-changed.ts";
import { readContact } from "../read-contact.ts";
import { resolveRecord } from "./resolve-record.ts";

/** Tags of the property and of its contacts. Behind `signedIn`. */
export function tagRoutes(deps: Pick<Deps, "database" | "now" | "random">, may: May) {
  const { database, now } = deps;
  const [mayRead, mayEdit] = [may("contacts.read"), may("contacts.edit")];
  return new Hono<AgentEnv>()
    .get("/properties/:property/tags", endpoint("List tags", Tags, "property_unknown"), mayRead, async (c) =>
      c.json({ items: await listTags(database.read, c.req.param("property")) }),
    )
    .post(
      "/properties/:property/tags",
      endpoint("Create a tag", Named, "property_unknown", "name_taken"),
      mayEdit,
      json(NameWrite),
      async (c) => {
        const tag = { id: newId(deps), name: c.req.valid("json").name };
        await database.write((tx) => createTag(tx, c.req.param("property"), { ...tag, now: now() }));
        return c.json(tag);
      },
    )
    .patch(
      "/properties/:property/tags/:id",
      endpoint("Rename a tag", Named, "property_unknown", "not_found", "name_taken"),
      mayEdit,
      json(NameWrite),
      async (c) => {
        const { property, id } = c.req.param();
        const tag = { id, name: c.req.valid("json").name };
        await database.write((tx) => renameTag(tx, property, tag));
        return c.json(tag);
      },
    )
    .delete(
      "/properties/:property/tags/:id",
      endpoint(
        "Delete a tag, and remove it from all contacts",
        z.object({}),
        "property_unknown",
        "not_found",
      ),
      mayEdit,
      async (c) => {
        const { property, id } = c.req.param();
        await database.write((tx) => removeTag(tx, property, id));
        return c.json({});
      },
    )
    .put(
      "/properties/:property/contacts/:id/tags",
      endpoint("Replace a contact's tags", Contact, "property_unknown", "not_found"),
      mayEdit,
      json(TagIds),
      async (c) => {
        const { property, id } = c.req.param();
        await database.write(async (tx) => {
          const record = await resolveRecord(tx, property, id);
          await setTags(tx, property, record, c.req.valid("json").tags);
          publishContactsChanged(tx, property, [record]);
        });
        return c.json(await readContact(database.read, property, id));
      },
    );
}
