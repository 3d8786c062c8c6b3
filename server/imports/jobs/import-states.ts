import type { ImportMapping, ImportState } from "../../../shared/import.ts";
import { type Actor, recordAudit } from "../../accounts/audit-log.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { checkMapping } from "../columns/match-columns.ts";
import type { ImportDeps } from "./import-job.ts";
import { changeImport, findImport, type ImportChange, parseColumns } from "./import-store.ts";

/** Identifies an import. */
export interface ImportKey {
  readonly property: string;
  readonly id: string;
}

/** The progress at the start of a step. */
const NO_PROGRESS = { bytes_done: 0, line_done: 0, runner: null, lease_until: 0 } as const;

/**
 * Starts the dry run (R17), also after the mapping was corrected.
 *
 * @throws ApiError `not_found`, `import_not_ready`, `invalid_request` if the mapping cannot be used
 */
export async function startCheck(deps: ImportDeps, key: ImportKey, mapping: ImportMapping): Promise<void> {
  const row = await findImport(deps.database.read, key.property, key.id);
  const attributes = await listAttributes(deps.database.read, key.property);
  const message = checkMapping(mapping, parseColumns(row).length, attributes);
  if (message)
    throw new ApiError("invalid_request", { faults: [{ path: "mapping", code: "mapping", message }] });
  await changeState(deps, key, ["uploaded", "checked"], async () => ({
    ...NO_PROGRESS,
    state: "checking",
    mapping,
    checkReport: null,
  }));
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
  await changeState(deps, key, ["done", "failed"], async (tx) => {
    await recordAudit(tx, deps, by, { property: key.property, action: "import_undone" });
    return { ...NO_PROGRESS, state: "undoing", finished_at: null };
  });
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
