import type { ImportVerdict } from "../../../shared/import.ts";
import type { RecordResult } from "../../contacts/identity/upsert-record.ts";
import { short } from "./row-error.ts";

/** What became of a row that was decided (R17). */
export interface Judged {
  readonly verdict: Exclude<ImportVerdict, "refused">;
  /** In words; empty: there is nothing to remark. */
  readonly reason: string;
}

/** What agents call the fields. */
const WORDS: Readonly<Record<string, string>> = {
  name: "name",
  email: "e-mail",
  phone: "phone",
  user_id: "user ID",
};

/** What people and attributes are called. */
interface Names {
  readonly whoIs: (person: string) => string;
  /** The attributes' labels by their keys. */
  readonly labels: ReadonlyMap<string, string>;
}

/**
 * Judges a decided row: *unchanged* if all of it was known; *conflict* if some of it could not take its place;
 * otherwise *new* or *updated*. Pure.
 *
 * @param isGiven whether the contact got a tag or a note
 * @param firstLine the earlier line of the file that was about the same person; null: none was
 */
export function judge(
  { isNew, plan }: RecordResult,
  isGiven: boolean,
  firstLine: number | null,
  { whoIs, labels }: Names,
): Judged {
  const reasons = firstLine === null ? [] : [`The same person as in line ${firstLine}.`];
  if (!plan.writes.length && !plan.becomesContact && !isGiven)
    return { verdict: "unchanged", reason: reasons.join(" ") };

  const wordFor = (field: string) => WORDS[field] ?? labels.get(field.replace("custom:", "")) ?? field;
  const beside = plan.writes.filter(({ status }) => status === "alternative");
  reasons.push(
    ...beside.map(({ field, value }) => besideReason(field, wordFor(field), value, firstLine !== null)),
  );
  reasons.push(
    ...plan.suggestions.map(({ a, b, reason }) => {
      const other = whoIs(a === plan.record ? b : a);
      return reason === "email_and_phone_differ"
        ? `The phone belongs to ${other}, not to who has the e-mail: the e-mail decides.`
        : `${reason === "same_email" ? "The e-mail" : "The phone"} belongs to ${other}, who may be the same person.`;
    }),
  );
  if (beside.length || plan.suggestions.length) return { verdict: "conflict", reason: reasons.join(" ") };
  return { verdict: isNew ? "new" : "updated", reason: reasons.join(" ") };
}

function besideReason(field: string, word: string, value: string, isRepeated: boolean): string {
  const what = `The ${word} “${short(value)}” is kept beside`;
  if (field === "email" || field === "phone") return `${what}: it belongs to somebody else.`;
  return isRepeated ? `${what} the first one.` : `${what}: what is known comes from a more trusted source.`;
}
