import { type SuggestionReason, toSuggestions, type UpsertPlan } from "./decide.ts";
import { findMatch, hasOtherUserId, type Submitted } from "./match.ts";
import type { KnownValue, Person } from "./person.ts";
import { planWrites } from "./plan-writes.ts";

/** A row of a file, or the record of a program, about a person: no browser submits it. */
export interface RecordClaim extends Submitted {
  readonly matching: "attach" | "separate";
  /** The contact that the row names by its visitor ID, if any. */
  readonly named: Person | null;
  /** The new person to use if the row identifies nobody. */
  readonly newPerson: Person;
  /** Whether an earlier row of the same file gave a value, which counts then. */
  readonly isOfFile: (value: KnownValue) => boolean;
}

/**
 * Finds the contact that a row identifies (R9); null: nobody. A contact with another user ID is another person (R15),
 * whatever else they share.
 */
export function findRecord(
  claim: Submitted & Pick<RecordClaim, "named">,
  { person, by } = findMatch(claim, null),
): Person | null {
  const isOther = by !== "user_id" && person !== null && hasOtherUserId(person, claim.details.userId);
  return claim.named ?? (isOther ? null : person);
}

/** Decides which contact a row is about and what to write (R9, R11). Without an identifier too it becomes a contact. */
export function decideRecord(claim: RecordClaim): UpsertPlan {
  const match = findMatch(claim, null);
  const { by, phoneOther } = match;
  const record = findRecord(claim, match) ?? claim.newPerson;
  const emailOther = claim.matches.email.find(({ id }) => id !== record.id);
  const phoneReason: SuggestionReason = by === "email" ? "email_and_phone_differ" : "same_phone";
  const isOneMore = phoneOther !== null && phoneOther.id !== emailOther?.id;
  return {
    kind: "own",
    record: record.id,
    becomesContact: record.contactSince === null,
    proven: claim.proven,
    claimed: false,
    writes: planWrites(record, claim, "row"),
    suggestions: [
      ...(emailOther ? toSuggestions(record.id, emailOther.id, "same_email") : []),
      ...(isOneMore ? toSuggestions(record.id, phoneOther.id, phoneReason) : []),
    ],
  };
}
