import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import * as z from "zod/mini";
import {
  IMPORT_FIELDS,
  ImportField,
  type ImportInfo,
  type ImportMapping,
  type ImportReport,
} from "../../shared/import.ts";
import type { Deps } from "../deps.ts";
import { normalizeHeader } from "../imports/columns/header-names.ts";
import { exportContacts } from "../imports/export/export-contacts.ts";
import { importFiles } from "../imports/jobs/import-files.ts";
import { importRunnerFor } from "../imports/jobs/import-runner.ts";
import { type ImportKey, startCheck, startImport } from "../imports/jobs/import-states.ts";
import { findImport } from "../imports/jobs/import-store.ts";
import { receiveUpload } from "../imports/jobs/receive-upload.ts";
import { toImportInfo } from "../imports/jobs/to-import-info.ts";
import { ApiError } from "../platform/http/api-error.ts";

const FIELDS = `${IMPORT_FIELDS.join(", ")} or attribute:KEY`;

const USAGE = `foyer import FILE [--property KEY] [--dry-run] [--map "COLUMN=FIELD"]…
foyer export [FILE] [--property KEY]

An import begins with a dry run, and with --dry-run it ends there.
FIELD is one of ${FIELDS}, or nothing for a column that is not to be imported. KEY is an attribute's.
Without FILE, an export is written to the standard output. With one property, --property is not needed.
`;

/** How long a running server may take to take an import up before the command does the work itself, ms. */
const GRACE = 2_500;
const LOOK_EVERY = 150;
const BAR = 30;

/** What the command line is given. */
export interface Terminal {
  readonly out: Writable;
  readonly err: Writable & { readonly isTTY?: boolean };
}

/** Words for a person, and nothing more to say. */
class UsageError extends Error {}

/**
 * Runs `import` or `export`, the same engine as behind the dashboard. Beside a running server it only hands the import
 * over and shows how far it is: one process writes.
 *
 * @returns the exit code: 0, or 1 with words on the error stream
 */
export async function runCommand(deps: Deps, args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const [command, ...rest] = args;
    if (command === "import") await importCommand(deps, rest, terminal);
    else if (command === "export") await exportCommand(deps, rest, terminal);
    else throw new UsageError(USAGE);
    return 0;
  } catch (error) {
    terminal.err.write(`${wordsOf(error)}\n`);
    return 1;
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof ApiError)
    return [
      error.problem.detail ?? error.problem.title,
      ...(error.problem.faults ?? []).map((one) => one.message),
    ]
      .filter((words, at, all) => all.findIndex((other) => other.includes(words)) === at)
      .join("\n");
  if (error instanceof UsageError || (error as NodeJS.ErrnoException).code) return (error as Error).message;
  throw error;
}

async function importCommand(deps: Deps, args: readonly string[], terminal: Terminal): Promise<void> {
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
  const { size } = await stat(file);
  const id = await receiveUpload(deps, {
    property,
    agent: null,
    name: basename(file),
    body: createReadStream(file),
    length: size,
  });
  const key = { property, id };
  const uploaded = await infoOf(deps, key);
  const mapping = corrected(uploaded, values.map ?? []);
  terminal.err.write(columnList(uploaded, mapping));
  await startCheck(deps, key, mapping);
  const follow = follower(deps, key, terminal);
  const checked = await follow("Dry run");
  if (values["dry-run"]) return tell(checked.check, deps, key, terminal);
  await startImport(deps, key);
  const done = await follow("Import");
  tell(done.report, deps, key, terminal);
}

async function exportCommand(deps: Deps, args: readonly string[], terminal: Terminal): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { property: { type: "string" } },
  });
  if (positionals.length > 1) throw new UsageError(USAGE);
  const property = await findProperty(deps, values.property);
  const { total } = await deps.database.read
    .selectFrom("visitors")
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .where("property_id", "=", property)
    .where("contact_since", "is not", null)
    .executeTakeFirstOrThrow();
  const bar = progressBar("Export", terminal);
  const contacts = exportContacts(deps.database.read, {
    property,
    only: null,
    onContacts: (count) => bar(count / Math.max(1, Number(total))),
  });
  const [file] = positionals;
  await pipeline(Readable.from(contacts), file ? createWriteStream(file) : terminal.out, { end: !!file });
  bar(1);
}

async function findProperty({ database }: Deps, wanted: string | undefined): Promise<string> {
  const all = await database.read.selectFrom("properties").select(["id", "name"]).orderBy("name").execute();
  const list = all.map(({ id, name }) => `  ${id}  ${name}`).join("\n");
  if (wanted !== undefined) {
    if (all.some(({ id }) => id === wanted)) return wanted;
    throw new UsageError(`There is no property ${wanted}. There are:\n${list}`);
  }
  const [only, ...others] = all;
  if (only && !others.length) return only.id;
  throw new UsageError(only ? `Which property? Say --property KEY:\n${list}` : "There is no property yet.");
}

/** The mapping with what `--map "COLUMN=FIELD"` says. */
function corrected({ columns, mapping }: ImportInfo, corrections: readonly string[]): ImportMapping {
  const next = [...mapping];
  for (const correction of corrections) {
    const cut = correction.lastIndexOf("=");
    const header = normalizeHeader(correction.slice(0, Math.max(0, cut)));
    const field = correction.slice(cut + 1).trim();
    const at = columns.findIndex((column) => normalizeHeader(column.header) === header);
    const known = z.safeParse(ImportField, field).data ?? null;
    if (cut < 0 || at < 0) throw new UsageError(`--map "${correction}": the file has no such column.`);
    if (field && !known) throw new UsageError(`--map "${correction}": a field is one of ${FIELDS}.`);
    next[at] = known;
  }
  return next;
}

function columnList({ columns }: ImportInfo, mapping: ImportMapping): string {
  return columns
    .map(({ header }, at) => `  ${header || `Column ${at + 1}`}: ${mapping[at] ?? "not imported"}\n`)
    .join("");
}

/**
 * Shows how far the import is until it is through, and does the work if no server does.
 *
 * @throws Sorry (when it is asked to follow) if the file could not be read
 */
function follower(deps: Deps, key: ImportKey, terminal: Terminal): (label: string) => Promise<ImportInfo> {
  let isAlone = false;
  return async (label) => {
    const bar = progressBar(label, terminal);
    const idleUntil = deps.now() + GRACE;
    let working: Promise<void> | null = null;
    for (;;) {
      const row = await findImport(deps.database.read, key.property, key.id);
      const info = toImportInfo(row);
      bar(info.progress);
      if (info.state === "failed")
        throw new UsageError(`${info.fault?.line ? `Line ${info.fault.line}: ` : ""}${info.fault?.message}`);
      if (info.state === "checked" || info.state === "done") {
        await working;
        return info;
      }
      isAlone ||= deps.now() > idleUntil && row.lease_until < deps.now();
      if (isAlone)
        working ??= importRunnerFor(deps)
          .run(key.property, key.id)
          .finally(() => {
            working = null;
          });
      await pause(LOOK_EVERY);
    }
  };
}

/** A bar that is drawn over itself on a terminal; elsewhere, a line for each tenth. */
function progressBar(label: string, { err }: Terminal): (part: number) => void {
  let shown = -1;
  return (part) => {
    const percent = Math.floor(part * 100);
    const step = err.isTTY ? percent : Math.floor(percent / 10) * 10;
    if (step <= shown) return;
    shown = step;
    const full = Math.round(part * BAR);
    if (!err.isTTY) err.write(`${label}: ${step} %\n`);
    else
      err.write(
        `\r${label} [${"#".repeat(full)}${" ".repeat(BAR - full)}] ${percent} %${percent === 100 ? "\n" : ""}`,
      );
  };
}

function tell(report: ImportReport | null, deps: Deps, { id }: ImportKey, { out }: Terminal): void {
  if (!report) return;
  const { counts } = report;
  const lines = [
    ...report.remarks.map(({ line, outcome, reason }) => `line ${line}: ${outcome}: ${reason}`),
    ...report.notImported.map((header) => `not imported: the column ${header}`),
    `${report.rows} rows: ${Object.entries(counts)
      .map(([outcome, count]) => `${count} ${outcome}`)
      .join(", ")}; ${report.duplicates} of them repeat an earlier one`,
    ...(counts.refused ? [`The refused rows: ${importFiles(deps, id).refused}`] : []),
  ];
  out.write(`${lines.join("\n")}\n`);
}

async function infoOf(deps: Deps, { property, id }: ImportKey): Promise<ImportInfo> {
  return toImportInfo(await findImport(deps.database.read, property, id));
}
