import { setTimeout as pause } from "node:timers/promises";
import type { ImportInfo } from "../../shared/import.ts";
import type { Deps } from "../deps.ts";
import { ImportRunner } from "../imports/jobs/import-runner.ts";
import type { ImportKey } from "../imports/jobs/import-states.ts";
import { findImport } from "../imports/jobs/import-store.ts";
import { toImportInfo } from "../imports/jobs/to-import-info.ts";
import { progressBar } from "./progress-bar.ts";
import { type Terminal, UsageError } from "./usage.ts";

/** How long the command waits for a running server to take the import over, before it runs the import itself, ms. */
const TAKE_OVER_TIMEOUT = 2_500;
const POLL_INTERVAL = 150;

/**
 * Makes a function that shows the progress of an import until its dry run, or the import itself, is finished. If no
 * server takes the work over, the command does it, and does not wait for one again. Several processes never work on one
 * import: each of them needs the lease in its row.
 *
 * @throws UsageError (from the returned function) if the file can't be read
 */
export function importFollower(
  deps: Deps,
  key: ImportKey,
  terminal: Terminal,
): (label: string) => Promise<ImportInfo> {
  const runner = new ImportRunner(deps);
  let hasServer = true;
  return async (label) => {
    const showProgress = progressBar(label, terminal);
    const takeOverDeadline = deps.now() + TAKE_OVER_TIMEOUT;
    let working: Promise<void> | null = null;
    for (;;) {
      const row = await findImport(deps.database.read, key.property, key.id);
      const info = toImportInfo(row);
      showProgress(info.progress);
      if (info.state === "failed") throw new UsageError(faultText(info));
      if (info.state === "checked" || info.state === "done") {
        await working;
        return info;
      }
      if (deps.now() > takeOverDeadline && row.lease_until < deps.now()) hasServer = false;
      if (!hasServer)
        working ??= runner.run(key.property, key.id).finally(() => {
          working = null;
        });
      await pause(POLL_INTERVAL);
    }
  };
}

function faultText({ fault }: ImportInfo): string {
  return `${fault?.line ? `Line ${fault.line}: ` : ""}${fault?.message}`;
}
