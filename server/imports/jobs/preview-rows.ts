import type { Attribute } from "../../../shared/crm.ts";
import type { ImportMapping, ImportPreview, PreviewRow } from "../../../shared/import.ts";
import type { RepairOptions, SuggestedRepairs } from "../../../shared/repair-options.ts";
import { unescapeCell } from "../../../shared/rules/escape-cell.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { CsvFileError } from "../csv/csv-error.ts";
import type { CsvRow } from "../csv/row-parser.ts";
import { openTable, type ReadAs } from "../formats/open-file.ts";
import { createRowReader, type ReadRow, type RefusedRow } from "../rows/read-row.ts";
import { suggestRepairs } from "../rows/suggest-repairs.ts";
import { readFirstRows } from "./describe-file.ts";
import { importFiles } from "./import-files.ts";
import type { ImportDeps } from "./import-job.ts";
import type { ImportKey } from "./import-states.ts";
import { findImport, type ImportRow, parseColumns, parseFileRows, parseReading } from "./import-store.ts";
import { unreadable } from "./receive-upload.ts";

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
  const { headers, rows } = await readFile(importFiles(deps, key.id).upload, parseReading(row));
  const edited = rows.map((one) => edits.get(one.line) ?? one);
  const readRow = createRowReader(mapping, headers, attributes, repairs);
  return {
    rows: edited.slice(0, PREVIEW_ROWS).map((one) => toPreviewRow(readRow(one))),
    suggested: suggestRepairs({ mapping, attributes, rows: edited }),
  };
}

/** The repairs that the first rows of an import need by a mapping. @throws ApiError `import_unreadable` */
export async function suggestRepairsOf(
  deps: ImportDeps,
  row: ImportRow,
  mapping: ImportMapping,
  attributes: readonly Attribute[],
): Promise<SuggestedRepairs> {
  const { rows } = await readFile(importFiles(deps, row.id).upload, parseReading(row));
  return suggestRepairs({ mapping, attributes, rows });
}

async function readFile(path: string, as: ReadAs): Promise<{ headers: string[]; rows: readonly CsvRow[] }> {
  try {
    const table = await openTable(path, as);
    const rows = await readFirstRows(table);
    return { headers: table.header.cells.map((header) => unescapeCell(header.trim())), rows };
  } catch (error) {
    if (error instanceof CsvFileError) throw unreadable(error);
    throw error;
  }
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
