import type { ApiImport } from "../../../shared/api/import.ts";
import type { ImportRow } from "../../imports/jobs/import-store.ts";
import { toImportInfo } from "../../imports/jobs/to-import-info.ts";

/** An import as the REST API answers it. */
export function toApiImport(row: ImportRow): ApiImport {
  const { reading, columns, ...info } = toImportInfo(row);
  return {
    ...info,
    format: reading.format,
    options: reading.options,
    columns: columns.map(({ header, suggested }) => ({ header, suggested })),
  };
}
