import type {
  ImportColumn,
  ImportFault,
  ImportInfo,
  ImportMapping,
  ImportPreset,
  ImportReport,
} from "../../../shared/import.ts";
import type { ImportRow } from "./import-store.ts";

/** An import as its admins see it. */
export function importInfo(row: ImportRow): ImportInfo {
  const read = <T>(json: string | null) => (json === null ? null : (JSON.parse(json) as T));
  return {
    id: row.id,
    state: row.state,
    fileName: row.file_name,
    size: row.size,
    encoding: row.encoding,
    delimiter: row.delimiter,
    preset: row.preset as ImportPreset | null,
    columns: JSON.parse(row.columns) as ImportColumn[],
    mapping: JSON.parse(row.mapping) as ImportMapping,
    progress: progressOf(row),
    check: read<ImportReport>(row.check_report),
    report: read<ImportReport>(row.report),
    fault: read<ImportFault>(row.fault),
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}

function progressOf({ state, bytes_done, size }: ImportRow): number {
  if (state === "uploaded") return 0;
  if (state === "checking" || state === "importing" || state === "undoing")
    return Math.min(1, bytes_done / Math.max(1, size));
  return 1;
}
