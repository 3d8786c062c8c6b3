import type { Deps } from "../deps.ts";
import { createIncoming } from "../platform/storage/incoming.ts";
import { orphanUnusedFiles } from "./orphan-files.ts";
import { incomingFolder, isNamed } from "./store.ts";

/** An uploaded file that no message names is removed after this time, ms. */
const UNUSED_LIFE = 24 * 3_600_000;
/** Longer than any upload takes, ms. */
const HOUR = 3_600_000;
const BATCH_SIZE = 500;

/**
 * Removes orphan files, first their bytes and then their rows; files that no message named within a day; and the
 * remains of interrupted uploads.
 *
 * @throws ApiError `storage_unavailable`; the next run continues
 */
export async function collectOrphanFiles({
  config,
  database,
  files,
  now,
}: Pick<Deps, "config" | "database" | "files" | "now">): Promise<void> {
  await database.write((tx) => orphanUnusedFiles(tx, now() - UNUSED_LIFE));
  const orphans = database.read
    .selectFrom("files")
    .select(["property_id", "id"])
    .where("conversation_id", "is", null)
    .where("visitor_id", "is", null)
    .where("agent_id", "is", null)
    .limit(BATCH_SIZE);
  for (let rows = await orphans.execute(); rows.length; rows = await orphans.execute()) {
    for (const { property_id, id } of rows) await files.delete(`${property_id}/${id}`);
    await database.write(async (tx) => {
      for (const { property_id, id } of rows)
        await tx.deleteFrom("files").where("property_id", "=", property_id).where("id", "=", id).execute();
    });
  }
  const incoming = createIncoming(incomingFolder(config), files);
  await incoming.removeAbandoned(now() - HOUR, (key) => isNamed(database.read, key));
}
