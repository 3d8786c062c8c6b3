import type { Deps } from "../../deps.ts";
import { newId } from "../../platform/ids.ts";
import { createTableQueue, type TableQueue } from "../../platform/jobs/table-queue.ts";
import { findDuplicates } from "./find-duplicates.ts";
import { saveSuggestions, toSuggestionRow } from "./save-suggestions.ts";

/** The number of contacts that are compared in one transaction, which takes some milliseconds. */
const BATCH_SIZE = 100;
/** The delay after a change, the longest delay on a busy server, and the pause between two batches, ms. */
const PACE = { pause: 1_000, patience: 10_000, rest: 1 } as const;

type ScanDeps = Pick<Deps, "database" | "now" | "random">;

/**
 * Makes the scan that compares new and changed contacts with all others, and suggests those that may be one person. The
 * search indexer fills the queue; a migration has filled it with all contacts of older databases.
 */
export function createDuplicateScan(deps: ScanDeps): TableQueue {
  return createTableQueue(deps.database, {
    table: "contacts_to_compare",
    hasBacklog: false,
    batchSize: BATCH_SIZE,
    pace: PACE,
    process: async (tx, property, ids) => {
      const duplicates = await findDuplicates(tx, property, ids);
      const rows = duplicates.map((duplicate) =>
        toSuggestionRow({ property, id: newId(deps), ...duplicate, at: deps.now() }),
      );
      await saveSuggestions(tx, rows);
    },
  });
}
