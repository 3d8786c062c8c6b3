import type { Deps } from "../deps.ts";
import { collectOrphanFiles } from "../files/collect-orphans.ts";

/**
 * Removes what erased people leave on the disk (R26): the bytes of their files, and those of their rows in the database's
 * file. To be called after the commit. An error is logged: the people are erased, and housekeeping tries again.
 */
export async function finishErasures(
  deps: Pick<Deps, "config" | "database" | "files" | "log" | "now">,
): Promise<void> {
  const { database, log, now } = deps;
  await collectOrphanFiles(deps).catch((err: unknown) =>
    log.warn({ err }, "the files of an erased person could not be removed; housekeeping tries again"),
  );
  await database
    .removeErasedBytes(now())
    .catch((err: unknown) =>
      log.warn(
        { err },
        "erased data could not be removed from the database's file; housekeeping tries again",
      ),
    );
}
