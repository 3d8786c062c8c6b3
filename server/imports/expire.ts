import type { ImportState } from "../../shared/import.ts";
import type { Deps } from "../deps.ts";
import { importFiles, removeFiles } from "./files.ts";

/** How long an import's files and its list of people are kept after its last step: so long it can be undone. */
const KEPT = 30 * 24 * 3_600_000;
const RESTING: readonly ImportState[] = ["uploaded", "checked", "done", "undone", "failed"];

/**
 * Forgets imports whose last step is long ago: the uploaded file, the refused rows, and whom it was about. What it
 * imported stays.
 */
export async function forgetOldImports(deps: Pick<Deps, "config" | "database" | "now">): Promise<void> {
  const { database, now } = deps;
  const before = now() - KEPT;
  const old = await database.read
    .selectFrom("imports")
    .select(["property_id", "id"])
    .where("state", "in", RESTING)
    .where((is) => is(is.fn.coalesce("finished_at", "created_at"), "<", before))
    .execute();
  for (const { property_id, id } of old) {
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
}
