import { setTimeout as pause } from "node:timers/promises";
import type { ImportInfo, ImportState } from "../../shared/import.ts";
import type { Deps } from "../deps.ts";
import { ImportRunner } from "../imports/jobs/import-runner.ts";
import { cancelImport, type ImportKey } from "../imports/jobs/import-states.ts";
import { findImport } from "../imports/jobs/import-store.ts";
import { toImportInfo } from "../imports/jobs/to-import-info.ts";
import { undoHooks } from "../people/undo-hooks.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { progressBar } from "./progress-bar.ts";
import { type Terminal, UsageError } from "./usage.ts";

/** How long the command waits for a running server to take the import over, before it runs the import itself, ms. */
const TAKE_OVER_TIMEOUT = 2_500;
const POLL_INTERVAL = 150;

/** The states in which an import waits for the next step. */
const RESTING: readonly ImportState[] = [
  "checked",
  "done",
  "undone",
  "cancelled",
  "undo_cancelled",
  "uploaded",
];

/**
 * Makes a function that shows the progress of an import until its step (dry run, import, undo) is finished. If no server
 * takes the work over, the command does it, and does not wait for one again. Several processes never work on one import: each
 * of them needs the lease in its row. Ctrl-C cancels the step.
 *
 * @throws UsageError (from the returned function) if the file can't be read
 */
export function importFollower(
  deps: Deps,
  key: ImportKey,
  terminal: Terminal,
): (label: string) => Promise<ImportInfo> {
  const runner = new ImportRunner(deps, undoHooks(deps));
  let hasServer = true;
  return async (label) => {
    const showProgress = progressBar(label, terminal);
    const takeOverDeadline = deps.now() + TAKE_OVER_TIMEOUT;
    let working: Promise<void> | null = null;
    for (;;) {
      if (terminal.interrupted?.aborted) await cancelIfWorking(deps, key);
      const row = await findImport(deps.database.read, key.property, key.id);
      const info = toImportInfo(row);
      showProgress(info.progress);
      if (info.state === "failed") throw new UsageError(faultText(info));
      if (RESTING.includes(info.state)) {
        await working;
        return info;
      }
      if (deps.now() > takeOverDeadline && row.lease_until < deps.now()) hasServer = false;
      if (!hasServer)
        working ??= runner.run(key.property, key.id).finally(() => {
          working = null;
        });
      await waitFor(POLL_INTERVAL, terminal.interrupted);
    }
  };
}

/** Cancels the step, unless it has ended in the meantime. */
async function cancelIfWorking(deps: Deps, key: ImportKey): Promise<void> {
  await cancelImport(deps, key).catch((error: unknown) => {
    if (!(error instanceof ApiError && error.problem.code === "import_not_ready")) throw error;
  });
}

/** Waits, but not longer than until somebody presses Ctrl-C. */
async function waitFor(milliseconds: number, interrupted: AbortSignal | undefined): Promise<void> {
  await pause(
    milliseconds,
    undefined,
    interrupted && !interrupted.aborted ? { signal: interrupted } : {},
  ).catch((error: unknown) => {
    if (!interrupted?.aborted) throw error;
  });
}

function faultText({ fault }: ImportInfo): string {
  return `${fault?.line ? `Line ${fault.line}: ` : ""}${fault?.message}`;
}
