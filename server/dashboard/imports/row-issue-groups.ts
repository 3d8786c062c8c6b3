import type { ImportRemark, ImportReport } from "../../../shared/import.ts";
import { type Message, message, t } from "../i18n/translate.ts";

/** Before or after the rows were imported. */
export type Tense = "planned" | "done";

/** The row issues of one kind. A row with several issues is in several groups. */
export interface RowIssueGroup {
  readonly kind: "refused" | "left_out" | "conflict" | "duplicate";
  readonly label: string;
  readonly hint: string;
  readonly issues: readonly ImportRemark[];
  /** The number of such rows. The report contains only the first of them. */
  readonly total: number;
}

const LABELS: Readonly<Record<RowIssueGroup["kind"], Message>> = {
  refused: message("Refused"),
  left_out: message("Left out"),
  conflict: message("Conflicts"),
  duplicate: message("Duplicates"),
};

const HINTS: Readonly<Record<RowIssueGroup["kind"], Readonly<Record<Tense, Message>>>> = {
  refused: {
    planned: message("These rows will be skipped for the reason shown."),
    done: message("These rows were skipped for the reason shown."),
  },
  left_out: {
    planned: message("A value of these rows cannot be used. The rows will be imported without it."),
    done: message("A value of these rows could not be used. The rows were imported without it."),
  },
  conflict: {
    planned: message(
      "A value of these rows differs from what a contact has, or belongs to another contact. The rows will be imported; the reason says how.",
    ),
    done: message(
      "A value of these rows differs from what a contact has, or belongs to another contact. The rows were imported; the reason says how.",
    ),
  },
  duplicate: {
    planned: message("These rows are about the same person as an earlier row. Both rows become one contact."),
    done: message("These rows are about the same person as an earlier row. Both rows became one contact."),
  },
};

/** Groups the row issues of a report by kind. Empty groups are left out. */
export function rowIssueGroups(
  { remarks, counts, duplicates, leftOutRows }: ImportReport,
  tense: Tense,
): readonly RowIssueGroup[] {
  const group = (
    kind: RowIssueGroup["kind"],
    issues: readonly ImportRemark[],
    total: number,
  ): readonly RowIssueGroup[] => {
    const known = Math.max(total, issues.length);
    return known ? [{ kind, label: t(LABELS[kind]), hint: t(HINTS[kind][tense]), issues, total: known }] : [];
  };
  const ofOutcome = (wanted: ImportRemark["outcome"]) => remarks.filter(({ outcome }) => outcome === wanted);
  const isImported = ({ outcome }: ImportRemark) => outcome !== "refused";
  return [
    ...group("refused", ofOutcome("refused"), counts.refused),
    ...group(
      "left_out",
      remarks.filter((remark) => isImported(remark) && remark.leftOut > 0),
      leftOutRows,
    ),
    ...group("conflict", ofOutcome("conflict"), counts.conflict),
    ...group(
      "duplicate",
      remarks.filter((remark) => isImported(remark) && repeatsRow(remark)),
      duplicates,
    ),
  ];
}

/** Whether a row repeats an earlier one. Of older reports only the reason says so. */
function repeatsRow({ isDuplicate, reason }: ImportRemark): boolean {
  return isDuplicate ?? reason.includes("The same person as in line");
}
