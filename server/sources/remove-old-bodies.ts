import type { Deps } from "../deps.ts";
import { isOneOf } from "../platform/database/chunks.ts";

/** How long a received body is stored (R36), ms. */
export const BODY_RETENTION = 30 * 24 * 3_600_000;
/** Bodies that are deleted in one transaction: other writers wait for it. */
const BATCH = 200;

/** Deletes the bodies that were received more than 30 days ago (R36). */
export async function removeOldBodies({ database, now }: Pick<Deps, "database" | "now">): Promise<void> {
  const before = now() - BODY_RETENTION;
  const removeSome = () =>
    database.write(async (tx) => {
      const old = await tx
        .selectFrom("received_bodies")
        .select("id")
        .where("received_at", "<", before)
        .limit(BATCH)
        .execute();
      const ids = old.map(({ id }) => id);
      if (!ids.length) return 0;
      await tx
        .deleteFrom("received_body_keys")
        .where(isOneOf(tx, "body_id", ids))
        .execute();
      await tx
        .deleteFrom("received_bodies")
        .where(isOneOf(tx, "id", ids))
        .execute();
      return ids.length;
    });
  while ((await removeSome()) === BATCH);
}
