import type { ImportInfo, ImportState } from "../../../shared/import.ts";
import {
  type ImportRow,
  parseColumns,
  parseFault,
  parseMapping,
  parseReading,
  parseRepairs,
  parseReport,
} from "./import-store.ts";

/** An import as the API returns it. */
export function toImportInfo(row: ImportRow): ImportInfo {
  return {
    id: row.id,
    state: row.state,
    fileName: row.file_name,
    size: row.size,
    reading: parseReading(row),
    preset: row.preset,
    columns: parseColumns(row),
    mapping: parseMapping(row),
    repairs: parseRepairs(row),
    progress: progressOf(row),
    check: parseReport(row.check_report),
    report: parseReport(row.report),
    fault: parseFault(row),
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}

/** The states that end, or have ended, before the step is done. */
const INTERRUPTED: readonly ImportState[] = [
  "checking",
  "importing",
  "undoing",
  "cancelled",
  "undo_cancelled",
];

function progressOf({ state, bytes_done, size }: ImportRow): number {
  if (state === "uploaded") return 0;
  if (INTERRUPTED.includes(state)) return Math.min(1, bytes_done / Math.max(1, size));
  return 1;
}
