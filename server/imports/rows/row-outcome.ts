import type { RowOutcome } from "../../../shared/import.ts";
import type { RecordResult } from "../../contacts/identity/upsert-record.ts";
import { shorten } from "./row-error.ts";

/** The outcome of a row that was not refused (R17). */
export interface DecidedOutcome {
  readonly outcome: Exclude<RowOutcome, "refused">;
  /** In words; empty: nothing to report. */
  readonly reason: string;
}

const FIELD_LABELS: Readonly<Record<string, string>> = {
  name: "name",
  email: "e-mail",
  phone: "phone",
  user_id: "user ID",
};

/** How reasons name contacts and attributes. */
export interface DisplayNames {
  readonly nameOf: (contact: string) => string;
  /** The labels of the attributes by their keys. */
  readonly labels: ReadonlyMap<string, string>;
}

/**
 * The outcome of a row (R17): *unchanged* if all of it was known; *conflict* if a value could only be saved as an
 * alternative, or another contact may be the same person; otherwise *new* or *updated*. Pure.
 *
 * @param hasAdded whether the contact got a tag or a note
 * @param firstLine the first line of the file about the same contact; null: this is the first
 */
export function decideOutcome(
  { isNew, plan }: RecordResult,
  hasAdded: boolean,
  firstLine: number | null,
  { nameOf, labels }: DisplayNames,
): DecidedOutcome {
  const reasons = firstLine === null ? [] : [`The same person as in line ${firstLine}.`];
  if (!plan.writes.length && !plan.becomesContact && !hasAdded)
    return { outcome: "unchanged", reason: reasons.join(" ") };

  const labelOf = (field: string) => FIELD_LABELS[field] ?? labels.get(field.replace("custom:", "")) ?? field;
  const alternatives = plan.writes.filter(({ status }) => status === "alternative");
  for (const { field, value } of alternatives)
    reasons.push(alternativeReason(field, labelOf(field), value, firstLine !== null));
  for (const { a, b, reason } of plan.suggestions) {
    const other = nameOf(a === plan.record ? b : a);
    reasons.push(
      reason === "email_and_phone_differ"
        ? `The phone belongs to ${other}, the e-mail to another contact; the e-mail decides.`
        : `${reason === "same_email" ? "The e-mail" : "The phone"} belongs to ${other}, who may be the same person.`,
    );
  }
  if (alternatives.length || plan.suggestions.length)
    return { outcome: "conflict", reason: reasons.join(" ") };
  return { outcome: isNew ? "new" : "updated", reason: reasons.join(" ") };
}

function alternativeReason(field: string, label: string, value: string, isRepeated: boolean): string {
  const saved = `The ${label} “${shorten(value)}” is saved as an alternative`;
  if (field === "email" || field === "phone") return `${saved}: it belongs to another contact.`;
  return isRepeated
    ? `${saved} to the first one.`
    : `${saved}: the current value comes from a more trusted source.`;
}

/** The outcome of a row with what was left out of it. */
export function withLeftOut(decided: DecidedOutcome, leftOut: readonly string[]): DecidedOutcome {
  if (!leftOut.length) return decided;
  const { outcome, reason } = decided;
  const reasons = leftOut.map((one) => `Left out: ${one}`);
  return { outcome, reason: [...reasons, ...(reason ? [reason] : [])].join(" ") };
}
