import type { ImportColumn, ImportMapping, ImportState } from "../../../shared/import.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { checkMapping } from "../columns/match-columns.ts";
import type { ImportDeps } from "./import-job.ts";
import { changeImport, findImport, type ImportChange } from "./import-store.ts";

/** Which import. */
export interface ImportKey {
  readonly property: string;
  readonly id: string;
}

/** What makes an import begin its work anew. */
const NO_PROGRESS = { bytes_done: 0, line_done: 0, runner: null, lease_until: 0 } as const;

/**
 * Has the dry run begin (R17), again if the columns were corrected.
 *
 * @throws Failure `not_found`, `import_not_ready`, `invalid_request` for columns that can't be used
 */
export async function startCheck(deps: ImportDeps, key: ImportKey, mapping: ImportMapping): Promise<void> {
  const { columns } = await findImport(deps.database.read, key.property, key.id);
  const attributes = await listAttributes(deps.database.read, key.property);
  const message = checkMapping(mapping, (JSON.parse(columns) as ImportColumn[]).length, attributes);
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
 * Has the import begin, once its dry run has ended.
 *
 * @throws Failure `not_found`, `import_not_ready`
 */
export async function startImport(deps: ImportDeps, key: ImportKey): Promise<void> {
  await changeState(deps, key, ["checked"], async (tx) => {
    const { latest } = await tx
      .selectFrom("imports")
      .select((eb) => eb.fn.max("started_at").as("latest"))
      .where("property_id", "=", key.property)
      .executeTakeFirstOrThrow();
    // what an import wrote is known by its time
    const started_at = Math.max(deps.now(), Number(latest ?? 0) + 1);
    return { ...NO_PROGRESS, state: "importing", started_at };
  });
}

/**
 * Has an import be undone (R18).
 *
 * @throws Failure `not_found`, `import_not_ready`
 */
export async function startUndo(deps: ImportDeps, key: ImportKey): Promise<void> {
  const { started_at } = await findImport(deps.database.read, key.property, key.id);
  if (started_at === null) throw new ApiError("import_not_ready");
  await changeState(deps, key, ["done", "failed"], async () => ({
    ...NO_PROGRESS,
    state: "undoing",
    finished_at: null,
  }));
}

async function changeState(
  deps: ImportDeps,
  key: ImportKey,
  states: readonly ImportState[],
  change: (tx: Tx) => Promise<ImportChange>,
): Promise<void> {
  await findImport(deps.database.read, key.property, key.id);
  const done = await deps.database.write(async (tx) => changeImport(tx, key, { states }, await change(tx)));
  if (!done) throw new ApiError("import_not_ready");
}
