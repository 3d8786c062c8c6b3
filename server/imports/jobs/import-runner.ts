import type { ImportFault, ImportState } from "../../../shared/import.ts";
import { runBulkIndex } from "../../contacts/search/bulk-index.ts";
import { newId } from "../../platform/ids.ts";
import { CsvFileError } from "../csv/csv-error.ts";
import { importFiles, removeFiles } from "./import-files.ts";
import {
  type ImportDeps,
  ImportInterrupted,
  type ImportJob,
  LEASE,
  saveProgress,
  type UndoHooks,
} from "./import-job.ts";
import { ACTIVE_STATES } from "./import-states.ts";
import { findImport, type ImportRow } from "./import-store.ts";
import { runCheck } from "./run-check.ts";
import { runImport } from "./run-import.ts";
import { runUndo } from "./run-undo.ts";

const RUN_BY_STATE: Readonly<Partial<Record<ImportState, (job: ImportJob) => Promise<void>>>> = {
  checking: runCheck,
  importing: runImport,
  undoing: runUndo,
};
/** How often the runner looks for imports that no runner holds, ms. */
const POLL_INTERVAL = 1_000;

/**
 * Runs imports in the background, one after the other. A runner holds an import by a lease in the database and renews it
 * with each progress, so another process takes over the imports of a process that died.
 */
export class ImportRunner {
  readonly #deps: ImportDeps;
  readonly #hooks: UndoHooks;
  readonly #name: string;
  #stopping = false;
  #queue: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;

  constructor(deps: ImportDeps, hooks: UndoHooks) {
    this.#deps = deps;
    this.#hooks = hooks;
    this.#name = newId(deps);
  }

  /** Runs an import after those before it. Resolves when it has ended, or if another runner holds it. */
  run(property: string, id: string): Promise<void> {
    const run = this.#queue.then(() => this.#run(property, id));
    this.#queue = run;
    return run;
  }

  /** Starts to look for imports that no runner holds, and runs them. */
  watch(): void {
    const poll = async () => {
      await this.#runAbandoned().catch((err: unknown) => {
        this.#deps.log.error({ err }, "could not look for abandoned imports; it is tried again");
      });
      if (this.#stopping) return;
      this.#timer = setTimeout(() => void poll(), POLL_INTERVAL);
      this.#timer.unref();
    };
    void poll();
  }

  /** Resolves when nothing is written any more. Imports that have not ended are continued by the next process. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#queue;
  }

  async #runAbandoned(): Promise<void> {
    const abandoned = await this.#deps.database.read
      .selectFrom("imports")
      .select(["property_id", "id"])
      .where("state", "in", ACTIVE_STATES)
      .where("lease_until", "<", this.#deps.now())
      .execute();
    for (const one of abandoned) await this.run(one.property_id, one.id);
  }

  async #run(property: string, id: string): Promise<void> {
    if (this.#stopping) return;
    try {
      const row = await this.#claim(property, id);
      if (row) await this.#runClaimed(row);
    } catch (err) {
      if (!(err instanceof ImportInterrupted))
        this.#deps.log.error({ err, import: id }, "an import was interrupted; it is continued");
      if (this.#stopping) await this.#releaseLease(property, id);
      else if (err instanceof ImportInterrupted) await this.#tidyCancelled(property, id);
    }
  }

  /** After somebody has cancelled an import: its rows so far can be found, and its file is not needed any more. */
  async #tidyCancelled(property: string, id: string): Promise<void> {
    const { database, log } = this.#deps;
    try {
      const row = await findImport(database.read, property, id);
      if (row.state !== "cancelled") return;
      await runBulkIndex(database, property);
      await removeFiles(importFiles(this.#deps, id).upload);
    } catch (err) {
      log.error({ err, import: id }, "could not tidy up after a cancelled import");
    }
  }

  /** Gives up the lease, so that the next process need not wait until it expires. */
  async #releaseLease(property: string, id: string): Promise<void> {
    const { database, log } = this.#deps;
    await database
      .write((tx) =>
        tx
          .updateTable("imports")
          .set({ lease_until: 0 })
          .where("property_id", "=", property)
          .where("id", "=", id)
          .where("runner", "=", this.#name)
          .execute(),
      )
      .catch((err: unknown) =>
        log.warn({ err }, "could not release the lease of an import; it is continued when the lease expires"),
      );
  }

  /** @returns the import; null: there is nothing to do, or another runner holds it */
  async #claim(property: string, id: string): Promise<ImportRow | null> {
    const { database, now } = this.#deps;
    const claimed = await database.write((tx) =>
      tx
        .updateTable("imports")
        .set({ runner: this.#name, lease_until: now() + LEASE })
        .where("property_id", "=", property)
        .where("id", "=", id)
        .where("state", "in", ACTIVE_STATES)
        .where((eb) => eb.or([eb("lease_until", "<", now()), eb("runner", "=", this.#name)]))
        .executeTakeFirst(),
    );
    return claimed.numUpdatedRows ? findImport(database.read, property, id) : null;
  }

  async #runClaimed(row: ImportRow): Promise<void> {
    const deps = this.#deps;
    const job: ImportJob = {
      deps,
      hooks: this.#hooks,
      row,
      runner: this.#name,
      isStopping: () => this.#stopping,
    };
    try {
      await RUN_BY_STATE[row.state]?.(job);
    } catch (error) {
      const fault = permanentFault(error);
      if (!fault) throw error;
      await runBulkIndex(deps.database, row.property_id);
      await deps.database.write((tx) =>
        saveProgress(tx, job, { state: "failed", fault, runner: null, finished_at: deps.now() }),
      );
      await removeFiles(importFiles(deps, row.id).upload);
    }
  }
}

/** The error that ends the import; null: trying again may help. */
function permanentFault(error: unknown): ImportFault | null {
  if (error instanceof CsvFileError) return { code: error.code, line: error.line, message: error.message };
  if (error instanceof Error && (error as NodeJS.ErrnoException).code === "ENOENT")
    return { code: "file_missing", line: null, message: "The uploaded file is missing." };
  return null;
}
