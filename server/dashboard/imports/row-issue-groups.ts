import type { ImportRemark, ImportReport } from "../../../shared/import.ts";

/** The row issues of one kind. */
export interface RowIssueGroup {
  readonly kind: "refused" | "left_out" | "conflict" | "duplicate";
  readonly label: string;
  readonly hint: string;
  readonly issues: readonly ImportRemark[];
  /** The number of such rows. The report contains only the first of them. */
  readonly total: number;
}

/** Groups the row issues of a report by kind. Empty groups are left out. */
export function rowIssueGroups({
  remarks,
  counts,
  duplicates,
  leftOut,
}: ImportReport): readonly RowIssueGroup[] {
  const of = (wanted: (remark: ImportRemark) => boolean) => remarks.filter(wanted);
  const repeated = of(({ outcome, leftOut }) => outcome !== "refused" && outcome !== "conflict" && !leftOut);
  const shortened = of((remark) => remark.leftOut > 0);
  const groups: readonly RowIssueGroup[] = [
    {
      kind: "refused",
      label: "Refused",
      hint: "Skipped for the reason shown.",
      issues: of(({ outcome }) => outcome === "refused"),
      total: counts.refused,
    },
    {
      kind: "left_out",
      label: "Left out",
      hint: "Imported without the value that cannot be used.",
      issues: shortened,
      // the report counts the values; a row may have several
      total: Math.max(shortened.length, leftOut - countLeftOut(shortened) + shortened.length),
    },
    {
      kind: "conflict",
      label: "Conflicts",
      hint: "Imported. A value that differs from the contact is saved as an alternative value.",
      issues: of((remark) => remark.outcome === "conflict" && !remark.leftOut),
      total: counts.conflict,
    },
    {
      kind: "duplicate",
      label: "Duplicates",
      hint: "The same person as in an earlier row. Both rows become one contact.",
      issues: repeated,
      total: Math.max(duplicates, repeated.length),
    },
  ];
  return groups.filter(({ issues: own }) => own.length);
}

const countLeftOut = (remarks: readonly ImportRemark[]) =>
  remarks.reduce((sum, { leftOut }) => sum + leftOut, 0);
