import type { Db } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { resolveContact } from "../contacts/read-api-contact.ts";

/**
 * Finds the browser that shows a contact what is written to them: of several, the one that was seen last.
 *
 * @throws ApiError `not_found`; `contact_unreachable` if the contact has no browser
 */
export async function findBrowser(db: Db, property: string, contact: string): Promise<string> {
  const id = await resolveContact(db, property, contact);
  const row = await db
    .selectFrom("visitors")
    .select("id")
    .where("property_id", "=", property)
    .where((eb) => eb.or([eb("id", "=", id), eb("attached_to", "=", id)]))
    .where("proof_hash", "is not", null)
    .orderBy("last_seen_at", "desc")
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  if (!row) throw new ApiError("contact_unreachable");
  return row.id;
}
