import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ImportState } from "../../../shared/import.ts";
import type { Deps } from "../../deps.ts";
import { importFiles, removeFiles } from "./import-files.ts";

/** How long an import can be undone after its last step, ms. Then its files and its row are deleted. */
const RETENTION = 30 * 24 * 3_600_000;
/** A file without an import is the rest of an interrupted upload, once it is this old, ms. */
const ORPHAN_AGE = 24 * 3_600_000;
const IDLE_STATES: readonly ImportState[] = [
  "uploaded",
  "checked",
  "done",
  "undone",
  "failed",
  "cancelled",
  "undo_cancelled",
];

/** Deletes old imports: their files and their effects. The imported contacts stay. */
export async function removeExpiredImports(deps: Pick<Deps, "config" | "database" | "now">): Promise<void> {
  const { database, now } = deps;
  const before = now() - RETENTION;
  const expired = await database.read
    .selectFrom("imports")
    .select(["property_id", "id"])
    .where("state", "in", IDLE_STATES)
    .where((eb) => eb(eb.fn.coalesce("finished_at", "created_at"), "<", before))
    .execute();
  for (const { property_id, id } of expired) {
    await database.write(async (tx) => {
      await tx
        .deleteFrom("import_contacts")
        .where("property_id", "=", property_id)
        .where("import_id", "=", id)
        .execute();
      await tx.deleteFrom("imports").where("property_id", "=", property_id).where("id", "=", id).execute();
    });
    const { upload, refused, scratch } = importFiles(deps, id);
    await removeFiles(upload, refused, scratch);
  }
  await removeOrphanFiles(deps);
}

async function removeOrphanFiles(deps: Pick<Deps, "config" | "database" | "now">): Promise<void> {
  const { folder } = importFiles(deps, "");
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (!names.length) return;
  const rows = await deps.database.read.selectFrom("imports").select("id").execute();
  const known = new Set(rows.map(({ id }) => id));
  for (const name of names.filter((one) => !known.has(one.split(".")[0] ?? ""))) {
    const path = join(folder, name);
    if ((await stat(path)).mtimeMs < deps.now() - ORPHAN_AGE) await removeFiles(path);
  }
}
