import type { Db } from "../platform/database/open.ts";
import { statement } from "../platform/database/statement.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { KnownProperty } from "../properties/store.ts";

const selectSignedIn = statement(
  (db, { property, visitors }: { property: string; visitors: readonly string[] }) =>
    db
      .selectFrom("proven_user_ids")
      .select("visitor_id")
      .where("property_id", "=", property)
      .where("visitor_id", "in", visitors),
);

/**
 * Those visitors who may chat, where only visitors may whom the owner's server has signed in (R33).
 *
 * @param visitors at least one
 */
export async function findMayChat(
  db: Db,
  { id, settings }: KnownProperty,
  visitors: readonly string[],
): Promise<ReadonlySet<string>> {
  if (!settings.signedInOnly || !visitors.length) return new Set(visitors);
  const rows = await selectSignedIn(db, { property: id, visitors });
  return new Set(rows.map(({ visitor_id }) => visitor_id));
}

/** @throws ApiError `identity_required` */
export async function requireMayChat(db: Db, property: KnownProperty, visitor: string): Promise<void> {
  if (!(await findMayChat(db, property, [visitor])).has(visitor)) throw new ApiError("identity_required");
}
