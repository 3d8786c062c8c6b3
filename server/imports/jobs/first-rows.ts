import type { Attribute } from "../../../shared/crm.ts";
import type { ImportMapping } from "../../../shared/import.ts";
import type { SuggestedRepairs } from "../../../shared/repair-options.ts";
import { unescapeCell } from "../../../shared/rules/escape-cell.ts";
import { CsvFileError } from "../csv/csv-error.ts";
import type { CsvRow } from "../csv/row-parser.ts";
import { openTable } from "../formats/open-file.ts";
import { suggestRepairs } from "../rows/suggest-repairs.ts";
import { readFirstRows } from "./describe-file.ts";
import { importFiles } from "./import-files.ts";
import type { ImportDeps } from "./import-job.ts";
import { type ImportRow, parseReading } from "./import-store.ts";
import { unreadable } from "./receive-upload.ts";

/** Reads the header and the first rows of the file of an import. @throws ApiError `import_unreadable` */
export async function readFirstRowsOf(
  deps: ImportDeps,
  row: ImportRow,
): Promise<{ headers: string[]; rows: readonly CsvRow[] }> {
  try {
    const table = await openTable(importFiles(deps, row.id).upload, parseReading(row));
    const rows = await readFirstRows(table);
    return { headers: table.header.cells.map((header) => unescapeCell(header.trim())), rows };
  } catch (error) {
    if (error instanceof CsvFileError) throw unreadable(error);
    throw error;
  }
}

/** The repairs that the first rows of an import need by a mapping (R17). @throws ApiError `import_unreadable` */
export async function suggestRepairsOf(
  deps: ImportDeps,
  row: ImportRow,
  mapping: ImportMapping,
  attributes: readonly Attribute[],
): Promise<SuggestedRepairs> {
  const { rows } = await readFirstRowsOf(deps, row);
  return suggestRepairs({ mapping, attributes, rows });
}
