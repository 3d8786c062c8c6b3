import type { ImportRemark, ImportReport, ImportVerdict } from "../../../shared/import.ts";

/** So many remarks of each kind are kept; the refused rows are all in a file of their own. */
const REMARKS = 50;

export function emptyReport(notImported: readonly string[]): ImportReport {
  return {
    rows: 0,
    counts: { new: 0, updated: 0, unchanged: 0, conflict: 0, refused: 0 },
    duplicates: 0,
    remarks: [],
    notImported: [...notImported],
  };
}

/** One row, as the report counts it. */
export interface Counted {
  readonly line: number;
  readonly verdict: ImportVerdict;
  readonly isDuplicate: boolean;
  readonly reason: string;
  readonly name: string;
}

/** The report with some more rows. */
export function addToReport(report: ImportReport, rows: readonly Counted[]): ImportReport {
  const counts = { ...report.counts };
  const remarks: ImportRemark[] = [...report.remarks];
  const room = new Map<ImportVerdict, number>();
  for (const { verdict } of remarks) room.set(verdict, (room.get(verdict) ?? REMARKS) - 1);
  let { duplicates } = report;
  for (const { line, verdict, isDuplicate, reason, name } of rows) {
    counts[verdict]++;
    if (isDuplicate) duplicates++;
    const left = room.get(verdict) ?? REMARKS;
    if (!reason || left <= 0) continue;
    remarks.push({ line, verdict, reason, name });
    room.set(verdict, left - 1);
  }
  return { ...report, rows: report.rows + rows.length, counts, duplicates, remarks };
}
