import type { ImportRemark, ImportReport, RowOutcome } from "../../../shared/import.ts";

/** Remarks in a report for each outcome. The refused rows are also in a file of their own, all of them. */
const MAX_REMARKS = 50;

export function emptyReport(notImported: readonly string[]): ImportReport {
  return {
    rows: 0,
    counts: { new: 0, updated: 0, unchanged: 0, conflict: 0, refused: 0 },
    duplicates: 0,
    remarks: [],
    notImported: [...notImported],
  };
}

/** The result of one row. */
export interface RowResult {
  readonly line: number;
  readonly outcome: RowOutcome;
  /** Whether an earlier row of the file is about the same contact. */
  readonly isDuplicate: boolean;
  /** In words; empty: there is nothing to report. */
  readonly reason: string;
  /** The person's name in the row. */
  readonly name: string;
}

/** The report with more rows. */
export function addToReport(report: ImportReport, rows: readonly RowResult[]): ImportReport {
  const counts = { ...report.counts };
  const remarks: ImportRemark[] = [...report.remarks];
  const remarkCounts = new Map<RowOutcome, number>();
  for (const { outcome } of remarks) remarkCounts.set(outcome, (remarkCounts.get(outcome) ?? 0) + 1);
  let { duplicates } = report;
  for (const { line, outcome, isDuplicate, reason, name } of rows) {
    counts[outcome]++;
    if (isDuplicate) duplicates++;
    const count = remarkCounts.get(outcome) ?? 0;
    if (!reason || count >= MAX_REMARKS) continue;
    remarks.push({ line, outcome, reason, name });
    remarkCounts.set(outcome, count + 1);
  }
  return { ...report, rows: report.rows + rows.length, counts, duplicates, remarks };
}
