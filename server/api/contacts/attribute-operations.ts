import * as z from "zod/mini";
import { Attribute, AttributeDefinition, AttributeKey, Attributes } from "../../../shared/crm.ts";
import { recordAudit } from "../../accounts/audit-log.ts";
import { defineAttribute, listAttributes, removeAttribute } from "../../contacts/crm/attributes.ts";
import type { Deps } from "../../deps.ts";
import { parse } from "../../platform/http/read-body.ts";
import { actorOf } from "../http/actor.ts";
import { change, Nothing, type Operation, read } from "../http/operation.ts";

const EXAMPLE: Attribute = {
  key: "plan",
  label: "Plan",
  type: "choice",
  choices: ["basic", "pro"],
  position: 0,
};
const { key: _, ...DEFINITION } = EXAMPLE;
const ATTRIBUTE_KEY = { description: "The attribute's key", example: EXAMPLE.key };
const Removed = z.object({ key: z.string() });

/** The definitions of custom attributes. A contact's values are in `attributes`. */
export function attributeOperations(deps: Pick<Deps, "database" | "now" | "random">): readonly Operation[] {
  const { database } = deps;
  return [
    read(
      {
        id: "listAttributes",
        method: "GET",
        path: "/attributes",
        tag: "Attributes",
        scope: "contacts:read",
        summary: "List the definitions of attributes",
        params: {},
        query: Nothing,
        body: Nothing,
        answer: Attributes,
        status: 200,
        errors: [],
        example: { answer: { items: [EXAMPLE] } },
      },
      async ({ property }) => ({ body: { items: await listAttributes(database.read, property) } }),
    ),
    change(
      {
        id: "defineAttribute",
        method: "PUT",
        path: "/attributes/:key",
        tag: "Attributes",
        scope: "contacts:write",
        summary: "Create or replace the definition of an attribute",
        details: "The contacts' values stay as they are.",
        params: { key: ATTRIBUTE_KEY },
        query: Nothing,
        body: z.strictObject(AttributeDefinition.shape),
        answer: Attribute,
        status: 200,
        errors: [],
        example: { body: DEFINITION, answer: EXAMPLE },
      },
      async (tx, { key, from, property, param, body }) => {
        const attribute = { key: parse(AttributeKey, param("key")), ...body };
        await defineAttribute(tx, property, attribute);
        const details = { names: [attribute.key] };
        await recordAudit(tx, deps, actorOf(key, from), { property, action: "attribute_saved", details });
        return { body: attribute, about: null };
      },
    ),
    change(
      {
        id: "removeAttribute",
        method: "DELETE",
        path: "/attributes/:key",
        tag: "Attributes",
        scope: "contacts:write",
        summary: "Delete the definition of an attribute, but not the values",
        params: { key: ATTRIBUTE_KEY },
        query: Nothing,
        body: Nothing,
        answer: Removed,
        status: 200,
        errors: ["attribute_unknown"],
        example: { answer: { key: EXAMPLE.key } },
      },
      async (tx, { key, from, property, param }) => {
        await removeAttribute(tx, property, param("key"));
        const details = { names: [param("key")] };
        await recordAudit(tx, deps, actorOf(key, from), { property, action: "attribute_removed", details });
        return { body: { key: param("key") }, about: null };
      },
    ),
  ];
}
