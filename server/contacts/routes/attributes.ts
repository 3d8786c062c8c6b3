import { Hono } from "hono";
import { AttributeDefinition, AttributeKey, Attributes } from "../../../shared/crm.ts";
import { recordAudit } from "../../accounts/audit-log.ts";
import type { SessionAgent } from "../../accounts/auth.ts";
import type { AgentEnv, May } from "../../accounts/guards.ts";
import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import { endpoint, json } from "../../platform/http/endpoint.ts";
import { parse } from "../../platform/http/read-body.ts";
import { defineAttribute, listAttributes, removeAttribute } from "../crm/attributes.ts";

interface AttributeOf {
  readonly property: string;
  readonly key: string;
}

/** The definitions of the property's custom attributes. Behind `signedIn`. */
export function attributeRoutes(deps: Pick<Deps, "database" | "now" | "random">, may: May) {
  const { database } = deps;
  const record = (
    tx: Tx,
    by: SessionAgent,
    action: "attribute_saved" | "attribute_removed",
    of: AttributeOf,
  ) => recordAudit(tx, deps, by, { property: of.property, action, details: { names: [of.key] } });
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
        await database.write(async (tx) => {
          await defineAttribute(tx, property, attribute);
          await record(tx, c.var.agent, "attribute_saved", { property, key });
        });
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
        await database.write(async (tx) => {
          await removeAttribute(tx, property, key);
          await record(tx, c.var.agent, "attribute_removed", { property, key });
        });
        return c.json({ items: await listAttributes(database.read, property) });
      },
    );
}
