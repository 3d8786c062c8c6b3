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
import { type Terminal, USAGE, UsageError } from "./usage.ts";

/**
 * `foyer import FILE [--property KEY] [--dry-run] [--map "COLUMN=FIELD"]…`: a dry run, then the import (R17). While a
 * server runs on the same database, the server does the work and the command shows its progress.
 *
 * @throws UsageError, ApiError
 */
export async function runImport(deps: Deps, args: readonly string[], terminal: Terminal): Promise<void> {
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
  if (values["dry-run"]) return printReport(checked.check, deps, key, terminal);
  await startImport(deps, key, COMMAND_LINE);
  const done = await follow("Import");
  printReport(done.report, deps, key, terminal);
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

function printReport(report: ImportReport | null, deps: Deps, { id }: ImportKey, { out }: Terminal): void {
  if (!report) return;
  const { counts } = report;
  const totals = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`);
  const lines = [
    ...report.remarks.map(({ line, outcome, reason }) => `line ${line}: ${outcome}: ${reason}`),
    ...report.notImported.map((header) => `not imported: the column ${header}`),
    `${report.rows} rows: ${totals.join(", ")}; ${report.duplicates} of them repeat an earlier one`,
    ...(counts.refused ? [`The refused rows: ${importFiles(deps, id).refused}`] : []),
  ];
  out.write(`${lines.join("\n")}\n`);
}
