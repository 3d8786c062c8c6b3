import * as z from "zod/mini";
import { type Property, PropertySettings } from "../../shared/property.ts";
import type { Db } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";

/**
 * Reads a property as its team sees it, bypassing the cache.
 *
 * @throws ApiError `property_unknown`
 */
export async function readProperty(db: Db, id: string): Promise<Property> {
  const row = await db.selectFrom("properties").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) throw new ApiError("property_unknown");
  return {
    id,
    settings: z.parse(PropertySettings, JSON.parse(row.settings)),
    version: row.version,
    createdAt: row.created_at,
    widgetSeen:
      row.widget_seen_at === null ? null : { at: row.widget_seen_at, origin: row.widget_seen_origin ?? "" },
  };
}
