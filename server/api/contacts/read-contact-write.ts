import type { ApiContactWrite } from "../../../shared/api/contact.ts";
import type { Details } from "../../../shared/contact.ts";
import type { Attribute } from "../../../shared/crm.ts";
import { attributeValue } from "../../../shared/rules/attribute.ts";
import { ApiError } from "../../platform/http/api-error.ts";

/** The definitions of the property's attributes by their keys: a map, because `constructor` may be one. */
export type AttributesByKey = ReadonlyMap<string, Attribute>;

/**
 * Reads what a program writes as details of a person. Pure.
 *
 * @throws ApiError `attribute_unknown`, `attribute_invalid`, with the path of the attribute
 */
export function toDetails(
  { name, emails, phones, userId, organizations, attributes }: Omit<ApiContactWrite, "tags">,
  definitions: AttributesByKey,
): Details {
  return {
    ...(name !== undefined && { name }),
    ...(emails && { emails }),
    ...(phones && { phones }),
    ...(userId !== undefined && { userId }),
    ...(organizations && { organizations }),
    ...(attributes && {
      custom: Object.fromEntries(
        Object.entries(attributes).map(([key, given]) => [key, readAttribute(definitions, key, given)]),
      ),
    }),
  };
}

function readAttribute(definitions: AttributesByKey, key: string, given: string | number | boolean): string {
  const path = `attributes.${key}`;
  const definition = definitions.get(key);
  if (!definition)
    throw new ApiError("attribute_unknown", {
      faults: [{ path, code: "unknown", message: "no attribute has this key" }],
    });
  const value = attributeValue(definition.type, definition.choices, toText(given));
  if (value === null)
    throw new ApiError("attribute_invalid", {
      faults: [{ path, code: definition.type, message: `is not a value of the type ${definition.type}` }],
    });
  return value;
}

/** A number without an exponent, which no attribute's value has. */
const toText = (given: string | number | boolean) =>
  typeof given === "number"
    ? given.toLocaleString("en", { useGrouping: false, maximumFractionDigits: 15 })
    : String(given);

/** Whether details name a person: by a user ID, an e-mail or a phone (R9). */
export const hasIdentifier = ({ userId, emails, phones }: ApiContactWrite): boolean =>
  userId !== undefined || !!emails?.length || !!phones?.length;
