import * as z from "zod/mini";
import { ContactFilter, type ContactView } from "../../../shared/crm.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { sortByName } from "../../platform/sort-key.ts";

/** The team's saved views of contacts, sorted by name. */
export async function listViews(db: Db, property: string): Promise<ContactView[]> {
  const rows = await db
    .selectFrom("contact_views")
    .select(["id", "name", "filter"])
    .where("property_id", "=", property)
    .execute();
  return sortByName(rows).map((row) => ({ ...row, filter: z.parse(ContactFilter, JSON.parse(row.filter)) }));
}

/** Creates a view or replaces it. */
export async function saveView(tx: Tx, property: string, view: ContactView, now: number): Promise<void> {
  const columns = { name: view.name, filter: JSON.stringify(view.filter) };
  await tx
    .insertInto("contact_views")
    .values({ property_id: property, id: view.id, ...columns, created_at: now })
    .onConflict((conflict) => conflict.columns(["property_id", "id"]).doUpdateSet(columns))
    .execute();
}

/** @throws ApiError `not_found` */
export async function removeView(tx: Tx, property: string, id: string): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom("contact_views")
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!numDeletedRows) throw new ApiError("not_found");
}
