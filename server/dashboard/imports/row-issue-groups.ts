import type { ImportRemark, ImportReport } from "../../../shared/import.ts";

/** The row issues of one kind. */
export interface RowIssueGroup {
  readonly kind: "refused" | "conflict" | "duplicate";
  readonly label: string;
  readonly hint: string;
  readonly issues: readonly ImportRemark[];
  /** The number of such rows. The report contains only the first of them. */
  readonly total: number;
}

/** Groups the row issues of a report by kind. Empty groups are left out. */
export function rowIssueGroups({ remarks, counts, duplicates }: ImportReport): readonly RowIssueGroup[] {
  const of = (wanted: (remark: ImportRemark) => boolean) => remarks.filter(wanted);
  const repeated = of(({ outcome }) => outcome !== "refused" && outcome !== "conflict");
  const groups: readonly RowIssueGroup[] = [
    {
      kind: "refused",
      label: "Refused",
      hint: "Skipped for the reason shown.",
      issues: of(({ outcome }) => outcome === "refused"),
      total: counts.refused,
    },
    {
      kind: "conflict",
      label: "Conflicts",
      hint: "Imported. A value that differs from the contact is saved as an alternative value.",
      issues: of(({ outcome }) => outcome === "conflict"),
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
