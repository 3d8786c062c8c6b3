import type { ApiContact } from "../../../shared/api/contact.ts";
import { readContactResources } from "../../contacts/contact-resources.ts";
import { resolveAlias } from "../../contacts/identity/aliases.ts";
import { findVisitor } from "../../contacts/identity/contact-store.ts";
import type { Db } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";

/**
 * The ID of the contact that an ID names: of a merged one the survivor (R4), of a browser the contact whose device it is.
 *
 * @throws ApiError `not_found`
 */
export async function resolveContact(db: Db, property: string, asked: string): Promise<string> {
  const row = await findVisitor(db, property, await resolveAlias(db, property, asked));
  if (!row) throw new ApiError("not_found");
  return row.attached_to ?? row.id;
}

/** Reads a contact by any of its IDs. @throws ApiError `not_found` */
export async function readApiContact(db: Db, property: string, asked: string): Promise<ApiContact> {
  const id = await resolveContact(db, property, asked);
  const contact = (await readContactResources(db, property, [id])).get(id);
  if (!contact) throw new ApiError("not_found");
  return contact;
}
