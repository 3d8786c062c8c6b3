import * as z from "zod/mini";
import { PropertySettings } from "../shared/property.ts";
import { forgetExpired } from "./accounts/expire.ts";
import { DuplicateScan } from "./contacts/duplicates/duplicate-scan.ts";
import { SearchIndexer } from "./contacts/search/indexer.ts";
import type { Deps } from "./deps.ts";
import { sweepFiles } from "./files/collect-orphans.ts";
import { removeExpiredImports } from "./imports/jobs/remove-expired-imports.ts";
import { eraseDueDeletions } from "./people/erase-person.ts";
import { eraseContext } from "./services.ts";
import { applyRetention } from "./visitors/retention.ts";

const HOUR = 3_600_000;
/** After the start, which should not have to wait for it. */
const FIRST = 30_000;

/** Removes what may not be kept any longer (R24), property by property, and what has expired. */
export async function keepHouse(
  deps: Pick<Deps, "bus" | "config" | "database" | "files" | "log" | "now">,
): Promise<void> {
  const { bus, database, now } = deps;
  await database.write((tx) => forgetExpired(tx, now()));
  await eraseDueDeletions(deps, eraseContext(deps));
  const properties = await database.read.selectFrom("properties").select(["id", "settings"]).execute();
  for (const { id, settings } of properties) {
    const { retentionDays, locationTracking } = z.parse(PropertySettings, JSON.parse(settings));
    const removed = await database.write((tx) =>
      applyRetention(tx, { property: id, retentionDays, locationTracking }, now()),
    );
    for (const visitor of removed) bus.emit({ kind: "visitor_revoked", property: id, visitor });
  }
  await sweepFiles(deps);
  await removeExpiredImports(deps);
}

/** Keeps house every hour, and the search index and the look-out for doubles close behind. @returns what stops all */
export function startHousekeeping(deps: Deps): () => void {
  const run = () => {
    keepHouse(deps).catch((err: unknown) =>
      deps.log.error({ err }, "housekeeping failed; it is tried again in an hour"),
    );
  };
  const first = setTimeout(run, FIRST);
  const regular = setInterval(run, HOUR);
  first.unref();
  regular.unref();
  const stopIndexing = new SearchIndexer(deps.database).start((err) => {
    deps.log.error({ err }, "the search index fell behind; it is tried again at once");
  });
  const stopComparing = new DuplicateScan(deps).start((err) => {
    deps.log.error({ err }, "looking for contacts that are there twice fell behind; it is tried again");
  });
  return () => {
    stopIndexing();
    stopComparing();
    clearTimeout(first);
    clearInterval(regular);
  };
}
