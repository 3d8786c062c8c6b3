import type { ImportMapping, ImportPreview, PreviewRow } from "../../../shared/import.ts";
import type { RepairOptions } from "../../../shared/repair-options.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { createRowReader, type ReadRow, type RefusedRow } from "../rows/read-row.ts";
import { suggestRepairs } from "../rows/suggest-repairs.ts";
import { readFirstRowsOf } from "./first-rows.ts";
import type { ImportDeps } from "./import-job.ts";
import type { ImportKey } from "./import-states.ts";
import { findImport, parseColumns, parseFileRows } from "./import-store.ts";

/** Rows of a preview. */
const PREVIEW_ROWS = 8;

/**
 * The first rows of a file as an import would read them by a mapping and repairs (R17). Writes nothing.
 *
 * @throws ApiError `not_found`, `import_not_ready` if the file is gone, `import_unreadable`, `invalid_request`
 */
export async function previewRows(
  deps: ImportDeps,
  key: ImportKey,
  { mapping, repairs }: { readonly mapping: ImportMapping; readonly repairs: RepairOptions },
): Promise<ImportPreview> {
  const row = await findImport(deps.database.read, key.property, key.id);
  const columns = parseColumns(row);
  if (mapping.length !== columns.length)
    throw new ApiError("invalid_request", {
      faults: [{ path: "mapping", code: "mapping", message: `The file has ${columns.length} columns.` }],
    });
  if (row.state !== "uploaded" && row.state !== "checked") throw new ApiError("import_not_ready");
  const attributes = await listAttributes(deps.database.read, key.property);
  const edits = new Map(parseFileRows(row.edits).map((edited) => [edited.line, edited]));
  const { headers, rows } = await readFirstRowsOf(deps, row);
  const edited = rows.map((one) => edits.get(one.line) ?? one);
  const readRow = createRowReader(mapping, headers, attributes, repairs);
  return {
    rows: edited.slice(0, PREVIEW_ROWS).map((one) => toPreviewRow(readRow(one))),
    suggested: suggestRepairs({ mapping, attributes, rows: edited }),
  };
}

function toPreviewRow(row: ReadRow | RefusedRow): PreviewRow {
  const blank = { emails: [], phones: [], organizations: [], tags: [], notes: [], custom: {} };
  if (row.kind === "refused")
    return { ...blank, line: row.line, refused: row.reason, leftOut: [], name: row.name };
  const { details, tags, notes, uncertain, leftOut } = row;
  return {
    line: row.line,
    refused: null,
    leftOut: [...leftOut, ...uncertain.flatMap(({ error }) => error ?? [])],
    name: details.name ?? "",
    emails: details.emails ?? [],
    phones: details.phones ?? [],
    organizations: details.organizations ?? [],
    tags: [...tags],
    notes: [...notes],
    custom: details.custom ?? {},
  };
}
