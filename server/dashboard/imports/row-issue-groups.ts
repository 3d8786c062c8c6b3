import type { ImportRemark, ImportReport } from "../../../shared/import.ts";

/** Remarks of one kind. */
export interface RemarkGroup {
  readonly kind: "refused" | "conflict" | "duplicate";
  readonly label: string;
  readonly hint: string;
  readonly remarks: readonly ImportRemark[];
  /** How many such rows there are; remarks are kept for the first only. */
  readonly total: number;
}

/** A report's remarks by kind, without the kinds that there are none of. */
export function remarkGroups({ remarks, counts, duplicates }: ImportReport): readonly RemarkGroup[] {
  const of = (wanted: (remark: ImportRemark) => boolean) => remarks.filter(wanted);
  const repeated = of(({ verdict }) => verdict !== "refused" && verdict !== "conflict");
  const groups: readonly RemarkGroup[] = [
    {
      kind: "refused",
      label: "Refused",
      hint: "Left out, each for the reason beside it.",
      remarks: of(({ verdict }) => verdict === "refused"),
      total: counts.refused,
    },
    {
      kind: "conflict",
      label: "Conflicts",
      hint: "Imported. What could not take its place is kept beside, for an agent to decide.",
      remarks: of(({ verdict }) => verdict === "conflict"),
      total: counts.conflict,
    },
    {
      kind: "duplicate",
      label: "Duplicates",
      hint: "About somebody of an earlier row: together they are one contact.",
      remarks: repeated,
      total: Math.max(duplicates, repeated.length),
    },
  ];
  return groups.filter(({ remarks: own }) => own.length);
}
