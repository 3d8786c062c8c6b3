import type { ImportRemark, ImportReport, RowOutcome } from "../../../shared/import.ts";

/** Remarks in a report for each outcome, with and without values left out, about a contact of an earlier row or not. The refused rows are also in a file of their own, all of them. */
const MAX_REMARKS = 50;

export function emptyReport(notImported: readonly string[]): ImportReport {
  return {
    rows: 0,
    counts: { new: 0, updated: 0, unchanged: 0, conflict: 0, refused: 0 },
    duplicates: 0,
    leftOut: 0,
    leftOutRows: 0,
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
  /** How many values of the row were left out. */
  readonly leftOut: number;
  /** The person's name and first e-mail in the row; empty: there is none. */
  readonly name: string;
  readonly email: string;
}

/** The report with more rows. */
export function addToReport(report: ImportReport, rows: readonly RowResult[]): ImportReport {
  const counts = { ...report.counts };
  const remarks: ImportRemark[] = [...report.remarks];
  const remarkCounts = new Map<string, number>();
  for (const remark of remarks) remarkCounts.set(kindOf(remark), (remarkCounts.get(kindOf(remark)) ?? 0) + 1);
  let { duplicates, leftOut, leftOutRows } = report;
  for (const remark of rows) {
    counts[remark.outcome]++;
    leftOut += remark.leftOut;
    if (remark.leftOut) leftOutRows++;
    if (remark.isDuplicate) duplicates++;
    const count = remarkCounts.get(kindOf(remark)) ?? 0;
    if (!remark.reason || count >= MAX_REMARKS) continue;
    remarks.push(remark);
    remarkCounts.set(kindOf(remark), count + 1);
  }
  return { ...report, rows: report.rows + rows.length, counts, duplicates, leftOut, leftOutRows, remarks };
}

/** Remarks of one kind are counted together, so that one kind does not hide the others. */
const kindOf = ({
  outcome,
  leftOut,
  isDuplicate,
}: Pick<ImportRemark, "outcome" | "leftOut" | "isDuplicate">) =>
  `${outcome}${leftOut ? " with values left out" : ""}${isDuplicate ? " repeated" : ""}`;
