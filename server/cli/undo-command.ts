import { parseArgs } from "node:util";
import type { ImportInfo } from "../../shared/import.ts";
import { COMMAND_LINE } from "../accounts/audit-log.ts";
import type { Deps } from "../deps.ts";
import { startUndo } from "../imports/jobs/import-states.ts";
import { listImports } from "../imports/jobs/import-store.ts";
import { toImportInfo } from "../imports/jobs/to-import-info.ts";
import { findProperty } from "./find-property.ts";
import { importFollower } from "./follow-import.ts";
import { EXIT, type ExitCode, type Terminal, USAGE, UsageError } from "./usage.ts";

/** How many imports are listed. */
const LISTED = 20;

/**
 * `foyer undo [IMPORT] [--property ID]`: undoes an import as a whole (R18). Without an import, lists the latest ones.
 *
 * @throws UsageError, ApiError
 */
export async function runUndo(deps: Deps, args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { property: { type: "string" } },
  });
  if (positionals.length > 1) throw new UsageError(USAGE);
  const property = await findProperty(deps, values.property);
  const imports = (await listImports(deps.database.read, property, LISTED)).map(toImportInfo);
  const [id] = positionals;
  if (id === undefined) {
    terminal.out.write(imports.map(listed).join("") || "There is no import yet.\n");
    return EXIT.ok;
  }
  const key = { property, id };
  await startUndo(deps, key, COMMAND_LINE);
  const undone = await importFollower(deps, key, terminal)("Undo");
  if (undone.state === "undone") {
    terminal.out.write("The import is undone.\n");
    return EXIT.ok;
  }
  const percent = Math.floor(undone.progress * 100);
  terminal.err.write(
    `The undo was cancelled: ${percent} % of the contacts are reverted. The same command reverts the others.\n`,
  );
  return EXIT.cancelled;
}

function listed({ id, fileName, state, startedAt, createdAt }: ImportInfo): string {
  const time = new Date(startedAt ?? createdAt).toISOString().slice(0, 16).replace("T", " ");
  return `${id}  ${time}  ${state.replace("_", " ").padEnd(14)}  ${fileName.replace(/\p{Cc}/gu, " ")}\n`;
}
