import { Hono } from "hono";
import { AttributeDefinition, AttributeKey, Attributes } from "../../../shared/crm.ts";
import type { AgentEnv, May } from "../../accounts/guards.ts";
import type { Deps } from "../../deps.ts";
import { endpoint, json } from "../../platform/http/endpoint.ts";
import { parse } from "../../platform/http/read-body.ts";
import { defineAttribute, listAttributes, removeAttribute } from "../crm/attributes.ts";

/** The definitions of the property's custom attributes. Behind `signedIn`. */
export function attributeRoutes({ database }: Pick<Deps, "database">, may: May) {
  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/attributes",
      endpoint("List attributes", Attributes, "property_unknown"),
      may("contacts.read"),
      async (c) => c.json({ items: await listAttributes(database.read, c.req.param("property")) }),
    )
    .put(
      "/properties/:property/attributes/:key",
      endpoint("Create or replace an attribute's definition", Attributes, "property_unknown", "forbidden"),
      may("settings.change"),
      json(AttributeDefinition),
      async (c) => {
        const { property, key } = c.req.param();
        const attribute = { key: parse(AttributeKey, key), ...c.req.valid("json") };
        await database.write((tx) => defineAttribute(tx, property, attribute));
        return c.json({ items: await listAttributes(database.read, property) });
      },
    )
    .delete(
      "/properties/:property/attributes/:key",
      endpoint(
        "Delete an attribute's definition",
        Attributes,
        "property_unknown",
        "forbidden",
        "attribute_unknown",
      ),
      may("settings.change"),
      async (c) => {
        const { property, key } = c.req.param();
        await database.write((tx) => removeAttribute(tx, property, key));
        return c.json({ items: await listAttributes(database.read, property) });
      },
    );
}
