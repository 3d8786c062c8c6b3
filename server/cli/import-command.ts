import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import type { ImportInfo, ImportReport } from "../../shared/import.ts";
import { COMMAND_LINE } from "../accounts/audit-log.ts";
import type { Deps } from "../deps.ts";
import { importFiles } from "../imports/jobs/import-files.ts";
import { type ImportKey, startCheck, startImport } from "../imports/jobs/import-states.ts";
import { findImport } from "../imports/jobs/import-store.ts";
import { receiveUpload } from "../imports/jobs/receive-upload.ts";
import { toImportInfo } from "../imports/jobs/to-import-info.ts";
import { correctMapping } from "./correct-mapping.ts";
import { findProperty } from "./find-property.ts";
import { importFollower } from "./follow-import.ts";
import { EXIT, type ExitCode, type Terminal, USAGE, UsageError } from "./usage.ts";

/**
 * `foyer import FILE [--property KEY] [--dry-run] [--map "COLUMN=FIELD"]…`: a dry run, then the import (R17). While a
 * server runs on the same database, the server does the work and the command shows its progress.
 *
 * @throws UsageError, ApiError
 */
export async function runImport(deps: Deps, args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      property: { type: "string" },
      "dry-run": { type: "boolean" },
      map: { type: "string", multiple: true },
    },
  });
  const [file] = positionals;
  if (!file || positionals.length > 1) throw new UsageError(USAGE);
  const property = await findProperty(deps, values.property);
  const key = { property, id: await uploadFile(deps, property, file) };
  const uploaded = toImportInfo(await findImport(deps.database.read, key.property, key.id));
  const mapping = correctMapping(uploaded, values.map ?? []);
  terminal.err.write(columnList(uploaded, mapping));
  await startCheck(deps, key, mapping);
  const follow = importFollower(deps, key, terminal);
  const checked = await follow("Dry run");
  if (checked.state === "uploaded") {
    terminal.err.write("The dry run was cancelled. Nothing is imported.\n");
    return EXIT.cancelled;
  }
  if (values["dry-run"]) return printReport(checked.check, deps, key, terminal);
  await startImport(deps, key, COMMAND_LINE);
  const done = await follow("Import");
  const code = printReport(done.report, deps, key, terminal);
  terminal.out.write(`This import can be undone: foyer undo ${key.id}\n`);
  if (done.state !== "cancelled") return code;
  const rows = (done.report?.rows ?? 0).toLocaleString("en");
  terminal.err.write(`The import was cancelled. The first ${rows} rows are imported, the others are not.\n`);
  return EXIT.cancelled;
}

/** @returns the ID of the new import */
async function uploadFile(deps: Deps, property: string, file: string): Promise<string> {
  const { size } = await stat(file);
  const body = createReadStream(file);
  return receiveUpload(deps, { property, agent: null, name: basename(file), body, length: size });
}

function columnList({ columns }: ImportInfo, mapping: ImportInfo["mapping"]): string {
  return columns
    .map(({ header }, index) => `  ${header || `Column ${index + 1}`}: ${mapping[index] ?? "not imported"}\n`)
    .join("");
}

function printReport(
  report: ImportReport | null,
  deps: Deps,
  { id }: ImportKey,
  { out }: Terminal,
): ExitCode {
  if (!report) return EXIT.ok;
  const { counts } = report;
  const totals = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`);
  const lines = [
    ...report.remarks.map(({ line, outcome, reason }) => `line ${line}: ${outcome}: ${reason}`),
    ...report.notImported.map((header) => `not imported: the column ${header}`),
    `${report.rows} rows: ${totals.join(", ")}; ${report.duplicates} of them repeat an earlier one`,
    ...(report.leftOut ? [`${report.leftOut} values cannot be used and are left out`] : []),
    ...(counts.refused ? [`The refused rows: ${importFiles(deps, id).refused}`] : []),
  ];
  out.write(`${lines.join("\n")}\n`);
  return counts.refused ? EXIT.rowsRefused : EXIT.ok;
}
