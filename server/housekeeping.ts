import * as z from "zod/mini";
import { PropertySettings } from "../shared/property.ts";
import { removeExpired } from "./accounts/remove-expired.ts";
import { removeExcessEvents, removeOldBatches } from "./activity/housekeeping.ts";
import { removeOldAlerts } from "./alerts/erase-alerts.ts";
import { removeOldAnswers } from "./api/http/idempotency.ts";
import { removeOldBulkJobs } from "./contacts/bulk/bulk-job-store.ts";
import { createBulkJobs } from "./contacts/bulk/bulk-jobs.ts";
import { createDuplicateScan } from "./contacts/duplicates/duplicate-scan.ts";
import { createSearchIndexer } from "./contacts/search/indexer.ts";
import { createMessageIndexer } from "./conversations/search/message-indexer.ts";
import { closeSolvedTickets } from "./conversations/tickets/close-solved.ts";
import { removeOldRefusals } from "./deliveries/receipts.ts";
import type { Deps } from "./deps.ts";
import { collectOrphanFiles } from "./files/collect-orphans.ts";
import { removeOldFormCounts } from "./form-measure/housekeeping.ts";
import { removeExpiredImports } from "./imports/jobs/remove-expired-imports.ts";
import { removeOldMails } from "./mail/outbound/housekeeping.ts";
import { removeEndedSubscriptions } from "./notifications/push/subscriptions.ts";
import { eraseDueDeletions } from "./people/erase-person.ts";
import { startBackgroundLoop } from "./platform/jobs/background-loop.ts";
import { removeOldCodes } from "./proofs/housekeeping.ts";
import { eraseContext } from "./services.ts";
import { removeOldBodies } from "./sources/remove-old-bodies.ts";
import { applyRetention } from "./visitors/apply-retention.ts";
import { removeExpiredHandOvers } from "./visitors/hand-over-routes.ts";
import { removeOldWebhooks } from "./webhooks/housekeeping.ts";

const HOUR = 3_600_000;
/** The first run waits this long, so that it does not slow down the start, ms. */
const FIRST_DELAY = 30_000;
/** The pace at which erased rows are removed from the database's file, ms. Writers wait for it. */
const ERASED_BYTES_PACE = { pause: 60_000, rest: 20, patience: 60_000 } as const;

/**
 * Removes visits and locations after their retention time (R24), expired rows and codes, due deletions, orphan files, old mails, webhooks
 * and bodies of incoming webhooks, and closes tickets that have been solved for long enough (R30).
 */
export async function runHousekeeping(
  deps: Pick<Deps, "config" | "database" | "files" | "log" | "now" | "random">,
): Promise<void> {
  const { database, now } = deps;
  await database.write((tx) => removeExpired(tx, now()));
  await database.write((tx) => removeEndedSubscriptions(tx, now()));
  await database.write((tx) => removeExpiredHandOvers(tx, now()));
  await database.write((tx) => removeOldCodes(tx, now()));
  await database.write((tx) => removeOldRefusals(tx, now()));
  await database.write((tx) => removeOldBulkJobs(tx, now()));
  await database.write((tx) => removeOldAlerts(tx, now()));
  await database.write((tx) => removeOldAnswers(tx, now()));
  await database.write((tx) => removeOldBatches(tx, now()));
  await database.write((tx) => removeOldFormCounts(tx, now()));
  await eraseDueDeletions(deps, eraseContext(deps));
  const properties = await database.read.selectFrom("properties").select(["id", "settings"]).execute();
  for (const { id, settings: stored } of properties) {
    const settings = z.parse(PropertySettings, JSON.parse(stored));
    const { retentionDays, locationTracking } = settings;
    await database.write((tx) =>
      applyRetention(tx, { property: id, retentionDays, locationTracking }, now()),
    );
    await database.write((tx) => removeExcessEvents(tx, id));
    await closeSolvedTickets(deps, { id, settings });
  }
  await collectOrphanFiles(deps);
  await removeExpiredImports(deps);
  await removeOldMails(deps);
  await removeOldWebhooks(deps);
  await removeOldBodies(deps);
}

/**
 * Starts the hourly housekeeping, the search indexers, changes of many contacts, the scan for duplicate contacts, and the removal of erased bytes.
 *
 * @returns a function that stops all of them
 */
export function startHousekeeping(deps: Deps): () => void {
  const run = () => {
    runHousekeeping(deps).catch((err: unknown) =>
      deps.log.error({ err }, "housekeeping failed; the next run is in an hour"),
    );
  };
  const first = setTimeout(run, FIRST_DELAY);
  const regular = setInterval(run, HOUR);
  first.unref();
  regular.unref();
  const stopIndexing = createSearchIndexer(deps.database).start((err) => {
    deps.log.error({ err }, "the search indexer failed; it tries again at once");
  });
  const stopIndexingMessages = createMessageIndexer(deps.database).start((err) => {
    deps.log.error({ err }, "the search indexer of messages failed; it tries again");
  });
  const stopJobs = createBulkJobs(deps).start((err) => {
    deps.log.error({ err }, "a change of many contacts failed; it is tried again");
  });
  const stopScan = createDuplicateScan(deps).start((err) => {
    deps.log.error({ err }, "the scan for duplicate contacts failed; it tries again");
  });
  const { database, now } = deps;
  const stopRemoving = startBackgroundLoop(
    async () => (await database.hasErasedBytes()) && database.removeErasedBytes(now()),
    {
      ...ERASED_BYTES_PACE,
      onError: (err) =>
        deps.log.error({ err }, "erased data could not be removed from the database's file; it tries again"),
    },
  );
  return () => {
    stopRemoving();
    stopIndexing();
    stopIndexingMessages();
    stopScan();
    stopJobs();
    clearTimeout(first);
    clearInterval(regular);
  };
}
