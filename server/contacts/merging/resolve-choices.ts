import { ApiError } from "../../platform/http/api-error.ts";
import type { FieldChoices } from "./merge-values.ts";
import type { ContactRecord } from "./plan-merge.ts";

/** The fields that every contact may have. Attributes and consents are known if one of the merged contacts has them. */
const BASIC_FIELDS: readonly string[] = ["name", "email", "phone", "user_id", "organization"];

/**
 * Checks the choices of a merge (R13). Pure.
 *
 * @param contactOf the contact of each ID that the request names
 * @returns the choices by the IDs of the contacts
 * @throws ApiError `invalid_request` for a field that none of the records has, or a contact that the request does not name
 */
export function resolveChoices(
  choices: FieldChoices,
  records: readonly Pick<ContactRecord, "values">[],
  contactOf: ReadonlyMap<string, string>,
): FieldChoices {
  const fields = new Set([
    ...BASIC_FIELDS,
    ...records.flatMap(({ values }) => values.map(({ field }) => field)),
  ]);
  const faults = Object.entries(choices).flatMap(([field, contact]) => {
    const path = `choices.${field}`;
    if (!fields.has(field))
      return [{ path, code: "unknown_field", message: "is a field that none of the contacts has" }];
    return contactOf.has(contact)
      ? []
      : [{ path, code: "unknown_contact", message: "is not one of the contacts to merge" }];
  });
  if (faults.length) throw new ApiError("invalid_request", { faults });
  return Object.fromEntries(
    Object.entries(choices).map(([field, contact]) => [field, contactOf.get(contact) ?? contact]),
  );
}
