import type { ImportRemark, ImportReport } from "../../../shared/import.ts";

/** Remarks of one kind. */
export interface RowIssueGroup {
  readonly kind: "refused" | "conflict" | "duplicate";
  readonly label: string;
  readonly hint: string;
  readonly issues: readonly ImportRemark[];
  /** How many such rows there are; remarks are kept for the first only. */
  readonly total: number;
}

/** A report's remarks by kind, without the kinds that there are none of. */
export function rowIssueGroups({ remarks, counts, duplicates }: ImportReport): readonly RowIssueGroup[] {
  const of = (wanted: (remark: ImportRemark) => boolean) => remarks.filter(wanted);
  const repeated = of(({ outcome }) => outcome !== "refused" && outcome !== "conflict");
  const groups: readonly RowIssueGroup[] = [
    {
      kind: "refused",
      label: "Refused",
      hint: "Left out, each for the reason beside it.",
      issues: of(({ outcome }) => outcome === "refused"),
      total: counts.refused,
    },
    {
      kind: "conflict",
      label: "Conflicts",
      hint: "Imported. What could not take its place is kept beside, for an agent to decide.",
      issues: of(({ outcome }) => outcome === "conflict"),
      total: counts.conflict,
    },
    {
      kind: "duplicate",
      label: "Duplicates",
      hint: "About somebody of an earlier row: together they are one contact.",
      issues: repeated,
      total: Math.max(duplicates, repeated.length),
    },
  ];
  return groups.filter(({ issues: own }) => own.length);
}
