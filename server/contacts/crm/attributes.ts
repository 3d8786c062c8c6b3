import * as z from "zod/mini";
import type { Attribute } from "../../../shared/crm.ts";
import { attributeValue } from "../../../shared/rules/attribute.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { statement } from "../../platform/database/statement.ts";
import { ApiError } from "../../platform/http/api-error.ts";

const Choices = z.array(z.string());

/** The property's custom attributes, in the owner's order. */
export async function listAttributes(db: Db, property: string): Promise<Attribute[]> {
  const rows = await selectAttributes(db, { property });
  return rows.map((row) => ({
    ...row,
    type: row.type,
    choices: z.parse(Choices, JSON.parse(row.choices)),
  }));
}

const selectAttributes = statement((db, { property }: { property: string }) =>
  db
    .selectFrom("attributes")
    .select(["key", "label", "type", "choices", "position"])
    .where("property_id", "=", property)
    .orderBy("position")
    .orderBy("key"),
);

/** Creates or replaces the definition of an attribute. Existing values are not changed. @throws ApiError `invalid_request` */
export async function defineAttribute(tx: Tx, property: string, attribute: Attribute): Promise<void> {
  const { key, ...definition } = attribute;
  if ((definition.type === "choice") !== definition.choices.length > 0)
    throw new ApiError("invalid_request", {
      faults: [
        {
          path: "choices",
          code: "choices",
          message: "Attributes of type choice need choices; others have none.",
        },
      ],
    });
  const columns = { ...definition, choices: JSON.stringify(definition.choices) };
  await tx
    .insertInto("attributes")
    .values({ property_id: property, key, ...columns })
    .onConflict((conflict) => conflict.columns(["property_id", "key"]).doUpdateSet(columns))
    .execute();
}

/** Deletes the definition. The contacts keep their values. @throws ApiError `attribute_unknown` */
export async function removeAttribute(tx: Tx, property: string, key: string): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom("attributes")
    .where("property_id", "=", property)
    .where("key", "=", key)
    .executeTakeFirst();
  if (!numDeletedRows) throw new ApiError("attribute_unknown");
}

/**
 * Parses a value that an agent typed.
 *
 * @returns the value as it is stored
 * @throws ApiError `attribute_unknown`, `attribute_invalid`
 */
export async function parseAttributeValue(
  db: Db,
  property: string,
  key: string,
  typed: string,
): Promise<string> {
  const attribute = (await listAttributes(db, property)).find((one) => one.key === key);
  if (!attribute) throw new ApiError("attribute_unknown");
  const value = attributeValue(attribute.type, attribute.choices, typed);
  if (value === null)
    throw new ApiError("attribute_invalid", {
      faults: [
        { path: "value", code: attribute.type, message: `"${typed}" is not a valid ${attribute.label}.` },
      ],
    });
  return value;
}
