import type { ImportFault, ImportState } from "../../../shared/import.ts";
import { runBulkIndex } from "../../contacts/search/bulk-index.ts";
import type { Config } from "../../platform/config.ts";
import { newId } from "../../platform/ids.ts";
import { CsvFileError } from "../csv/csv-error.ts";
import { importFiles, removeFiles } from "./import-files.ts";
import { type ImportDeps, ImportInterrupted, type ImportJob, LEASE, saveProgress } from "./import-job.ts";
import { findImport, type ImportRow } from "./import-store.ts";
import { runCheck } from "./run-check.ts";
import { runImport } from "./run-import.ts";
import { runUndo } from "./run-undo.ts";

const RUN_BY_STATE: Readonly<Partial<Record<ImportState, (job: ImportJob) => Promise<void>>>> = {
  checking: runCheck,
  importing: runImport,
  undoing: runUndo,
};
const ACTIVE_STATES = Object.keys(RUN_BY_STATE) as ImportState[];
/** How often is looked for imports that nobody works on, ms. */
const POLL_INTERVAL = 1_000;

/**
 * Works on imports in the background, one after the other. Which runner of which process works on which import stands
 * in the database, for as long as it is heard of: so what a dead process has left is taken up by the next.
 */
export class ImportRunner {
  readonly #deps: ImportDeps;
  readonly #name: string;
  #stopping = false;
  #work: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;

  constructor(deps: ImportDeps) {
    this.#deps = deps;
    this.#name = newId(deps);
  }

  /** Works on the import as soon as those before it are through. Resolves when it is, or somebody else has it. */
  run(property: string, id: string): Promise<void> {
    const mine = this.#work.then(() => this.#run(property, id));
    this.#work = mine;
    return mine;
  }

  /** Takes up what nobody works on, now and from now on. */
  watch(): void {
    const look = async () => {
      await this.#takeUp().catch((err: unknown) => {
        this.#deps.log.error({ err }, "could not look for imports to go on with; it is tried again");
      });
      if (this.#stopping) return;
      this.#timer = setTimeout(() => void look(), POLL_INTERVAL);
      this.#timer.unref();
    };
    void look();
  }

  /** Resolves when nothing is being written any more; what is not through stays to be taken up. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#work;
  }

  async #takeUp(): Promise<void> {
    const waiting = await this.#deps.database.read
      .selectFrom("imports")
      .select(["property_id", "id"])
      .where("state", "in", ACTIVE_STATES)
      .where("lease_until", "<", this.#deps.now())
      .execute();
    for (const one of waiting) await this.run(one.property_id, one.id);
  }

  async #run(property: string, id: string): Promise<void> {
    if (this.#stopping) return;
    try {
      const row = await this.#claim(property, id);
      if (row) await this.#runClaimed(row);
    } catch (err) {
      if (!(err instanceof ImportInterrupted))
        this.#deps.log.error({ err, import: id }, "an import was interrupted; it is taken up again");
      if (this.#stopping) await this.#letGo(property, id);
    }
  }

  /** So that the next process need not wait until this one is taken for dead. */
  async #letGo(property: string, id: string): Promise<void> {
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
        log.warn({ err }, "could not let go of an import; it is taken up a moment later"),
      );
  }

  /** @returns the import, or null if it waits for nothing or another runner has it */
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
    const job: ImportJob = { deps, row, runner: this.#name, isStopping: () => this.#stopping };
    try {
      await RUN_BY_STATE[row.state]?.(job);
    } catch (error) {
      const fault = permanentFault(error);
      if (!fault) throw error;
      await runBulkIndex(deps.database);
      await deps.database.write((tx) =>
        saveProgress(tx, job, { state: "failed", fault, runner: null, finished_at: deps.now() }),
      );
      await removeFiles(importFiles(deps, row.id).upload);
    }
  }
}

/** What trying again would not mend; null: it may. */
function permanentFault(error: unknown): ImportFault | null {
  if (error instanceof CsvFileError) return { code: error.code, line: error.line, message: error.message };
  if (error instanceof Error && (error as NodeJS.ErrnoException).code === "ENOENT")
    return { code: "file_missing", line: null, message: "The uploaded file is no longer there." };
  return null;
}

const runners = new WeakMap<Config, ImportRunner>();

/** The one runner of a server. Making it starts nothing. */
export function importRunnerFor(deps: ImportDeps): ImportRunner {
  const runner = runners.get(deps.config) ?? new ImportRunner(deps);
  runners.set(deps.config, runner);
  return runner;
}
