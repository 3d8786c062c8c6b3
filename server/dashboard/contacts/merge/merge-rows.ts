import type { DetailRecord } from "../../../../shared/contact.ts";
import type { Attribute, MergeResult } from "../../../../shared/crm.ts";
import { type FieldInput, groupDetails, hasManyValues } from "../details.ts";

/** Whose value counts, by field; of e-mails, phones and organizations: whose is first (R13). */
export type Choices = Readonly<Record<string, string>>;

/** One field of the contacts that are compared. */
export interface MergeRow {
  readonly field: string;
  readonly label: string;
  readonly input: FieldInput | null;
  /** Its values in use, of each side in order. */
  readonly sides: readonly { readonly id: string; readonly values: readonly DetailRecord[] }[];
  /** Its values in use afterwards. */
  readonly after: readonly DetailRecord[];
  /** Whose value leads; null: there is nothing to choose. */
  readonly chosen: string | null;
}

const comparableText = ({ value }: DetailRecord) => value.trim().toLowerCase();

/** What is compared, field by field: where the sides differ, one of them leads. */
export function mergeRows(
  { sides, details }: MergeResult,
  choices: Choices,
  attributes: readonly Attribute[],
): readonly MergeRow[] {
  const all = groupDetails(
    sides.flatMap((side) => side.details),
    attributes,
  ).filter(({ current }) => current.length > 0);
  return all.map(({ field, label, input }) => {
    const own = sides.map(({ id, details: values }) => ({
      id,
      values: values.filter((detail) => detail.field === field),
    }));
    const after = details.filter((detail) => detail.field === field && detail.status === "current");
    const firsts = own.flatMap(({ id, values: [first] }) => (first ? [{ id, first }] : []));
    const differ = new Set(firsts.map(({ first }) => comparableText(first))).size > 1;
    const leading = after[0] && comparableText(after[0]);
    const isThere = firsts.some(({ id }) => id === choices[field]);
    const led = own.find(({ values }) => values.some((detail) => comparableText(detail) === leading));
    return {
      field,
      label,
      input,
      sides: own,
      after,
      chosen: differ ? ((isThere ? choices[field] : led?.id) ?? null) : null,
    };
  });
}

/** What a choice in a row means. */
export const choiceHint = (field: string) =>
  hasManyValues(field) ? "all are kept, this one first" : "this one counts";
