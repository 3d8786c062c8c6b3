import type { Attribute } from "../../../shared/crm.ts";
import type {
  ImportRow as FileRow,
  ImportCheck,
  ImportMapping,
  ImportState,
} from "../../../shared/import.ts";
import type { RepairOptions } from "../../../shared/repair-options.ts";
import { type Actor, recordAudit } from "../../accounts/audit-log.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { checkMapping } from "../columns/match-columns.ts";
import { suggestRepairsOf } from "./first-rows.ts";
import type { ImportDeps } from "./import-job.ts";
import {
  changeImport,
  findImport,
  type ImportChange,
  type ImportRow,
  parseColumns,
  parseFileRows,
  parseMapping,
  parseRepairs,
} from "./import-store.ts";

/** Identifies an import. */
export interface ImportKey {
  readonly property: string;
  readonly id: string;
}

/** The states in which a runner works on an import. */
export const ACTIVE_STATES: readonly ImportState[] = ["checking", "importing", "undoing"];

/** The progress at the start of a step. */
const NO_PROGRESS = { bytes_done: 0, line_done: 0, runner: null, lease_until: 0 } as const;

/** Rows that can be edited in one import. */
const MAX_EDITS = 1_000;

/**
 * Starts the dry run (R17), also after the mapping, the repairs or rows were corrected.
 *
 * @throws ApiError `not_found`, `import_not_ready`, `invalid_request` if the mapping cannot be used or too many rows are edited
 */
export async function startCheck(
  deps: ImportDeps,
  key: ImportKey,
  mapping: ImportMapping,
  corrections: Omit<ImportCheck, "mapping"> = {},
): Promise<void> {
  const row = await findImport(deps.database.read, key.property, key.id);
  const edits = mergeEdits(parseFileRows(row.edits), corrections.edits ?? []);
  const attributes = await listAttributes(deps.database.read, key.property);
  const repairs = corrections.repairs ?? (await repairsFor(deps, row, mapping, attributes));
  const message = checkMapping(mapping, parseColumns(row).length, attributes, !repairs.nameFromEmail);
  if (message) throw invalid("mapping", message);
  if (edits.length > MAX_EDITS)
    throw invalid("edits", "At most 1,000 rows can be edited. Correct the others in the file.");
  await changeState(deps, key, ["uploaded", "checked"], async () => ({
    ...NO_PROGRESS,
    state: "checking",
    mapping,
    repairs,
    edits,
    checkReport: null,
  }));
}

/** The repairs of a check that names none: as before, or as the file suggests for another mapping than it has suggested. */
async function repairsFor(
  deps: ImportDeps,
  row: ImportRow,
  mapping: ImportMapping,
  attributes: readonly Attribute[],
): Promise<RepairOptions> {
  const repairs = parseRepairs(row);
  const isSuggested = parseMapping(row).every((field, at) => field === mapping[at]);
  const isMappable = checkMapping(mapping, parseColumns(row).length, attributes, false) === null;
  if (row.state !== "uploaded" || isSuggested || !isMappable) return repairs;
  const suggested = await suggestRepairsOf(deps, row, mapping, attributes);
  // names are taken from e-mails only where the file suggested it before, so that a name without a column is refused
  return { ...repairs, ...suggested, nameFromEmail: suggested.nameFromEmail && repairs.nameFromEmail };
}

function invalid(path: string, message: string): ApiError {
  return new ApiError("invalid_request", { faults: [{ path, code: path, message }] });
}

/** The last edit of each line counts. */
function mergeEdits(before: readonly FileRow[], next: readonly FileRow[]): FileRow[] {
  return [...new Map([...before, ...next].map((row) => [row.line, row])).values()];
}

/**
 * Starts the import, after its dry run.
 *
 * @throws ApiError `not_found`, `import_not_ready`
 */
export async function startImport(deps: ImportDeps, key: ImportKey, by: Actor): Promise<void> {
  await changeState(deps, key, ["checked"], async (tx) => {
    const { latest } = await tx
      .selectFrom("imports")
      .select((eb) => eb.fn.max("started_at").as("latest"))
      .where("property_id", "=", key.property)
      .executeTakeFirstOrThrow();
    // the time identifies what the import writes, so it must be unique
    const started_at = Math.max(deps.now(), Number(latest ?? 0) + 1);
    await recordAudit(tx, deps, by, { property: key.property, action: "import_started" });
    return { ...NO_PROGRESS, state: "importing", started_at };
  });
}

/**
 * Starts the undo of an import (R18).
 *
 * @throws ApiError `not_found`, `import_not_ready`
 */
export async function startUndo(deps: ImportDeps, key: ImportKey, by: Actor): Promise<void> {
  const { started_at } = await findImport(deps.database.read, key.property, key.id);
  if (started_at === null) throw new ApiError("import_not_ready");
  await changeState(deps, key, ["done", "failed", "cancelled", "undo_cancelled"], async (tx) => {
    await recordAudit(tx, deps, by, { property: key.property, action: "import_undone" });
    return { ...NO_PROGRESS, state: "undoing", finished_at: null };
  });
}

/**
 * Stops what an import does at present (R18). Its runner notices with its next chunk, which is not written: a check is as if
 * it had not begun, of an import the rows so far stay, and of an undo what is reverted stays reverted.
 *
 * @throws ApiError `not_found`, `import_not_ready` if it does nothing
 */
export async function cancelImport(deps: ImportDeps, key: ImportKey): Promise<void> {
  const { state } = await findImport(deps.database.read, key.property, key.id);
  const states = ACTIVE_STATES.filter((one) => one === state);
  if (!states.length) throw new ApiError("import_not_ready");
  const next = state === "checking" ? "uploaded" : state === "importing" ? "cancelled" : "undo_cancelled";
  await changeState(deps, key, states, async () => ({
    state: next,
    runner: null,
    lease_until: 0,
    ...(next === "uploaded" ? { bytes_done: 0 } : { finished_at: deps.now() }),
  }));
}

async function changeState(
  deps: ImportDeps,
  key: ImportKey,
  states: readonly ImportState[],
  change: (tx: Tx) => Promise<ImportChange>,
): Promise<void> {
  await findImport(deps.database.read, key.property, key.id);
  await deps.database.write(async (tx) => {
    // thrown in the transaction, so that nothing of the change stays
    if (!(await changeImport(tx, key, { states }, await change(tx)))) throw new ApiError("import_not_ready");
  });
}
