import type { Deps } from "../../deps.ts";
import { isOneOf } from "../../platform/database/chunks.ts";
import { newId } from "../../platform/ids.ts";
import { startBackgroundLoop } from "../../platform/jobs/background-loop.ts";
import { findDuplicates } from "./find-duplicates.ts";
import { saveSuggestions, toSuggestionRow } from "./save-suggestions.ts";

/** The number of contacts that are compared in one transaction, which takes some milliseconds. */
const BATCH_SIZE = 100;
/** The delay after a change, the longest delay on a busy server, and the pause between two batches, ms. */
const PACE = { pause: 1_000, patience: 10_000, rest: 1 } as const;

type ScanDeps = Pick<Deps, "database" | "now" | "random">;

/**
 * Compares new and changed contacts with all others in the background, and suggests those that may be one person. The
 * search indexer fills the queue (`contacts_to_compare`); a migration has filled it with all contacts of older databases.
 */
export class DuplicateScan {
  readonly #deps: ScanDeps;

  constructor(deps: ScanDeps) {
    this.#deps = deps;
  }

  /** Resolves when everything that was queued before the call is compared. */
  async catchUp(): Promise<void> {
    while (await this.#compareBatch());
  }

  /**
   * Compares what is queued from now on.
   *
   * @param onError is called for a failed batch; it stays in the queue, and the next run tries again
   * @returns stops the scan
   */
  start(onError: (error: unknown) => void): () => void {
    return startBackgroundLoop(() => this.#compareBatch(), { ...PACE, onError });
  }

  /** @returns whether the queue had anything in it */
  async #compareBatch(): Promise<boolean> {
    const { database, now } = this.#deps;
    const queued = await database.read
      .selectFrom("contacts_to_compare")
      .select(["property_id", "visitor_id"])
      .limit(BATCH_SIZE)
      .execute();
    const [first] = queued;
    if (!first) return false;
    const property = first.property_id;
    const ids = queued.filter((one) => one.property_id === property).map((one) => one.visitor_id);
    await database.write(async (tx) => {
      const duplicates = await findDuplicates(tx, property, ids);
      const rows = duplicates.map((duplicate) =>
        toSuggestionRow({ property, id: newId(this.#deps), ...duplicate, at: now() }),
      );
      await saveSuggestions(tx, rows);
      await tx
        .deleteFrom("contacts_to_compare")
        .where("property_id", "=", property)
        .where(isOneOf(tx, "visitor_id", ids))
        .execute();
    });
    return true;
  }
}
