import type { Deps } from "../deps.ts";
import { createIncoming } from "../platform/storage/incoming.ts";
import { disownUnused } from "./orphan-files.ts";
import { incomingFolder, isNamed } from "./store.ts";

/** For so long an uploaded file waits for the message that names it. */
const UNUSED = 24 * 3_600_000;
/** Longer than any upload takes. */
const HOUR = 3_600_000;
const AT_ONCE = 500;

/**
 * Removes the bytes, then the rows, of files that belong to nobody; files that no message named within a day; and what
 * an interrupted upload left.
 *
 * @throws Failure `storage_unavailable`; what is left is removed the next time
 */
export async function sweepFiles({
  config,
  database,
  files,
  now,
}: Pick<Deps, "config" | "database" | "files" | "now">): Promise<void> {
  await database.write((tx) => disownUnused(tx, now() - UNUSED));
  const nobodys = database.read
    .selectFrom("files")
    .select(["property_id", "id"])
    .where("conversation_id", "is", null)
    .where("visitor_id", "is", null)
    .where("agent_id", "is", null)
    .limit(AT_ONCE);
  for (let rows = await nobodys.execute(); rows.length; rows = await nobodys.execute()) {
    for (const { property_id, id } of rows) await files.delete(`${property_id}/${id}`);
    await database.write(async (tx) => {
      for (const { property_id, id } of rows)
        await tx.deleteFrom("files").where("property_id", "=", property_id).where("id", "=", id).execute();
    });
  }
  const incoming = createIncoming(incomingFolder(config), files);
  await incoming.settle(now() - HOUR, (key) => isNamed(database.read, key));
}
