import type { DetailRecord } from "../../../../shared/contact.ts";
import type { Attribute, MergeResult } from "../../../../shared/crm.ts";
import { t } from "../../i18n/translate.ts";
import { type FieldInput, groupDetails, hasManyValues } from "../details.ts";

/**
 * The chosen contact for each field. Its value is kept; for e-mails, phones and organizations its value becomes the
 * primary one (R13).
 */
export type Choices = Readonly<Record<string, string>>;

/** One field of the compared contacts. */
export interface MergeRow {
  readonly field: string;
  readonly label: string;
  readonly input: FieldInput | null;
  /** The current values of each contact. */
  readonly sides: readonly { readonly id: string; readonly values: readonly DetailRecord[] }[];
  /** The current values after the merge. */
  readonly after: readonly DetailRecord[];
  /** The contact whose value is chosen; null: there is nothing to choose. */
  readonly chosen: string | null;
}

const comparableText = ({ value }: DetailRecord) => value.trim().toLowerCase();

/** Builds the rows of the comparison. Where the contacts differ, one of them is chosen. */
export function mergeRows(
  { sides, details }: MergeResult,
  choices: Choices,
  attributes: readonly Attribute[],
): readonly MergeRow[] {
  const groups = groupDetails(
    sides.flatMap((side) => side.details),
    attributes,
  ).filter(({ current }) => current.length > 0);
  return groups.map(({ field, label, input }) => {
    const values = sides.map(({ id, details: all }) => ({
      id,
      values: all.filter((detail) => detail.field === field),
    }));
    const after = details.filter((detail) => detail.field === field && detail.status === "current");
    const firsts = values.flatMap(({ id, values: [first] }) => (first ? [{ id, first }] : []));
    const differ = new Set(firsts.map(({ first }) => comparableText(first))).size > 1;
    const result = after[0] && comparableText(after[0]);
    const isChoiceValid = firsts.some(({ id }) => id === choices[field]);
    const winner = values.find(({ values: own }) => own.some((detail) => comparableText(detail) === result));
    return {
      field,
      label,
      input,
      sides: values,
      after,
      chosen: differ ? ((isChoiceValid ? choices[field] : winner?.id) ?? null) : null,
    };
  });
}

/** Explains what a choice in a row does. */
export const choiceHint = (field: string) =>
  hasManyValues(field) ? t("All values are kept. Choose the primary one.") : t("Choose the value to keep.");
