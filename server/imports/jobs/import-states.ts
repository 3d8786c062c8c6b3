import * as z from "zod/mini";
import type { Attribute } from "../../../shared/crm.ts";
import type {
  ImportRow as FileRow,
  ImportCheck,
  ImportMapping,
  ImportState,
} from "../../../shared/import.ts";
import { RepairOptions } from "../../../shared/repair-options.ts";
import { Uuid } from "../../../shared/visitor.ts";
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

/** @throws ApiError `not_found` if the ID is not a UUID */
export function importKey(property: string, id: string): ImportKey {
  if (!z.safeParse(Uuid, id).success) throw new ApiError("not_found");
  return { property, id };
}

/** The states in which a runner works on an import. */
export const ACTIVE_STATES: readonly ImportState[] = ["checking", "importing", "undoing"];

/** The progress at the start of a step. */
const NO_PROGRESS = { bytes_done: 0, line_done: 0, runner: null, lease_until: 0 } as const;

/** Rows that can be edited in one import. */
const MAX_EDITS = 1_000;

/** A change of an import's state. It is made in a transaction of its caller. */
type StateChange = (tx: Tx) => Promise<void>;

/** The mapping, the repairs and the edited rows of a request. What is absent stays, or is what the file suggests. */
export interface Corrections {
  readonly mapping?: ImportMapping | undefined;
  readonly repairs?: { readonly [Key in keyof RepairOptions]?: RepairOptions[Key] | undefined } | undefined;
  readonly edits?: readonly FileRow[] | undefined;
}

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
  await deps.database.write(await prepareCheck(deps, key, { ...corrections, mapping }));
}

/** As `startCheck`, for a transaction of the caller. */
export async function prepareCheck(
  deps: ImportDeps,
  key: ImportKey,
  corrections: Corrections,
): Promise<StateChange> {
  const row = await findImport(deps.database.read, key.property, key.id);
  const corrected = await correct(deps, row, corrections);
  return changeState(key, ["uploaded", "checked"], async () => ({
    ...NO_PROGRESS,
    ...corrected,
    state: "checking",
    checkReport: null,
  }));
}

/** The corrected mapping, repairs and rows of an import. @throws ApiError `invalid_request` */
async function correct(
  deps: ImportDeps,
  row: ImportRow,
  corrections: Corrections,
): Promise<Pick<ImportChange, "mapping" | "repairs" | "edits">> {
  const mapping = corrections.mapping ?? parseMapping(row);
  const edits = mergeEdits(parseFileRows(row.edits), corrections.edits ?? []);
  const attributes = await listAttributes(deps.database.read, row.property_id);
  const suggested = await repairsFor(deps, row, mapping, attributes);
  const repairs = z.parse(RepairOptions, { ...suggested, ...corrections.repairs });
  const message = checkMapping(mapping, parseColumns(row).length, attributes, !repairs.nameFromEmail);
  if (message) throw invalid("mapping", message);
  if (edits.length > MAX_EDITS)
    throw invalid("edits", "At most 1,000 rows can be edited. Correct the others in the file.");
  return { mapping, repairs, edits };
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
  await deps.database.write(importing(deps, key, by, ["checked"]));
}

/**
 * Starts the import, for a transaction of the caller: as its dry run was, or, with corrections or without a dry run, unchecked.
 *
 * @throws ApiError `not_found`, `import_not_ready`, `invalid_request` as `startCheck`
 */
export async function prepareImport(
  deps: ImportDeps,
  key: ImportKey,
  by: Actor,
  corrections: Corrections,
): Promise<StateChange> {
  const row = await findImport(deps.database.read, key.property, key.id);
  const isChecked = row.state === "checked" && !Object.keys(corrections).length;
  if (isChecked) return importing(deps, key, by, ["checked"]);
  const corrected = await correct(deps, row, corrections);
  return importing(deps, key, by, ["uploaded", "checked"], { ...corrected, checkReport: null });
}

const importing = (
  deps: ImportDeps,
  key: ImportKey,
  by: Actor,
  states: readonly ImportState[],
  change: ImportChange = {},
): StateChange =>
  changeState(key, states, async (tx) => {
    const { latest } = await tx
      .selectFrom("imports")
      .select((eb) => eb.fn.max("started_at").as("latest"))
      .where("property_id", "=", key.property)
      .executeTakeFirstOrThrow();
    // the time identifies what the import writes, so it must be unique
    const started_at = Math.max(deps.now(), Number(latest ?? 0) + 1);
    await recordAudit(tx, deps, by, { property: key.property, action: "import_started" });
    return { ...NO_PROGRESS, ...change, state: "importing", started_at };
  });

/**
 * Starts the undo of an import (R18).
 *
 * @throws ApiError `not_found`, `import_not_ready`
 */
export async function startUndo(deps: ImportDeps, key: ImportKey, by: Actor): Promise<void> {
  await deps.database.write(undoing(deps, key, by));
}

/** As `startUndo`, for a transaction of the caller. */
export const undoing = (deps: ImportDeps, key: ImportKey, by: Actor): StateChange =>
  changeState(key, ["done", "failed", "cancelled", "undo_cancelled"], async (tx, { started_at }) => {
    if (started_at === null) throw new ApiError("import_not_ready");
    await recordAudit(tx, deps, by, { property: key.property, action: "import_undone" });
    return { ...NO_PROGRESS, state: "undoing", finished_at: null };
  });

/**
 * Stops what an import does at present (R18). Its runner notices with its next chunk, which is not written: a check is as if
 * it had not begun, of an import the rows so far stay, and of an undo what is reverted stays reverted.
 *
 * @throws ApiError `not_found`, `import_not_ready` if it does nothing
 */
export async function cancelImport(deps: ImportDeps, key: ImportKey): Promise<void> {
  await deps.database.write(cancelling(deps, key));
}

/** As `cancelImport`, for a transaction of the caller. */
export const cancelling = (deps: ImportDeps, key: ImportKey): StateChange =>
  changeState(key, ACTIVE_STATES, async (_, { state }) => {
    const next = state === "checking" ? "uploaded" : state === "importing" ? "cancelled" : "undo_cancelled";
    return {
      state: next,
      runner: null,
      lease_until: 0,
      ...(next === "uploaded" ? { bytes_done: 0 } : { finished_at: deps.now() }),
    };
  });

/** @param change is given the import before the change. @throws ApiError `not_found`, `import_not_ready` */
const changeState =
  (
    key: ImportKey,
    states: readonly ImportState[],
    change: (tx: Tx, row: ImportRow) => Promise<ImportChange>,
  ): StateChange =>
  async (tx) => {
    const row = await findImport(tx, key.property, key.id);
    // thrown in the transaction, so that nothing of the change stays
    if (!(await changeImport(tx, key, { states }, await change(tx, row))))
      throw new ApiError("import_not_ready");
  };
