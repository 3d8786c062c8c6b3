import type { Db } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { resolveAlias } from "../identity/aliases.ts";
import { findVisitor } from "../identity/contact-store.ts";

/**
 * The ID of the record that a visitor ID resolves to (R4).
 *
 * @throws ApiError `not_found`
 */
export async function resolveRecord(db: Db, property: string, visitor: string): Promise<string> {
  const id = await resolveAlias(db, property, visitor);
  if (!(await findVisitor(db, property, id))) throw new ApiError("not_found");
  return id;
}
