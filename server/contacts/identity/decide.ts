import type { Suggestion } from "../../../shared/contact.ts";
import { findMatch, type Match, mayNameUserId, type Submitted, userIdOf } from "./match.ts";
import type { Person } from "./person.ts";
import { planWrites, type ValueWrite } from "./plan-writes.ts";

/** Details that somebody submits, with everything that the decision about them depends on. */
export interface Claim extends Submitted {
  /** The browser's own record. */
  readonly visitor: Person;
  /** The contact that the browser is attached to, if any. */
  readonly contact: Person | null;
  readonly matching: "attach" | "separate";
}

export type SuggestionReason = Suggestion["reason"];

/** "These two contacts may be one person"; a < b. */
interface PlannedSuggestion {
  readonly a: string;
  readonly b: string;
  readonly reason: SuggestionReason;
}

type Outcome =
  /** The details go to the visitor's own record. */
  | { readonly kind: "own" }
  /** The browser becomes a device of the record. */
  | { readonly kind: "attach" }
  /** The browser is a device of the record already. */
  | { readonly kind: "device" }
  /** The record and another contact are proven to be one person: the other is merged into the record. */
  | { readonly kind: "merge"; readonly absorbed: string };

/** The plan for one claim. */
export type UpsertPlan = Outcome & {
  /** The ID of the record that gets the details. */
  readonly record: string;
  readonly becomesContact: boolean;
  readonly proven: boolean;
  /** Submitted by an unproven device of a contact that it did not found (R12). */
  readonly claimed: boolean;
  readonly writes: readonly ValueWrite[];
  readonly suggestions: readonly PlannedSuggestion[];
};

/**
 * Decides which record submitted details belong to and what to write there: DESIGN's upsert table, R5 and R9 to R12.
 * This is where a submission is attached to an existing contact, or two contacts are planned to be merged. Pure: no database.
 */
export function decide(claim: Claim): UpsertPlan {
  const { visitor, contact, proven, matching } = claim;
  const self = contact ?? visitor;
  const match = findMatch(claim, self);
  const other = match.person && match.person.id !== self.id ? match.person : null;
  const plan = (outcome: Outcome, record: Person, more: PlanOptions = {}) =>
    toPlan(claim, match, outcome, record, more);
  const suggested = other ? toSuggestions(self.id, other.id, sameIdentifier(match)) : [];

  // the owner's keys say that these are two people, whatever else they have in common
  const isProvenOther = other !== null && proven && !haveDifferentUserIds(claim, self, other);

  if (contact) {
    if (isProvenOther && !visitor.attachedProven) return plan({ kind: "attach" }, other);
    // a proof of what this contact has not says nothing of the contact
    const isProven = visitor.attachedProven || (proven && match.person?.id === self.id);
    return plan({ kind: "device" }, self, { claimed: !isProven, suggested });
  }
  if (other && visitor.contactSince === null) {
    if (isProvenOther) return plan({ kind: "attach" }, other);
    if (!proven && matching === "attach") return plan({ kind: "attach" }, other, { claimed: true });
    return plan({ kind: "own" }, self, { suggested });
  }
  if (isProvenOther) {
    const [older, newer] = self.firstSeenAt <= other.firstSeenAt ? [self, other] : [other, self];
    return plan({ kind: "merge", absorbed: newer.id }, older);
  }
  return plan({ kind: "own" }, self, { suggested });
}

interface PlanOptions {
  /** Every value becomes an alternative only (R12). */
  readonly claimed?: boolean;
  readonly suggested?: readonly PlannedSuggestion[];
}

function toPlan(
  claim: Claim,
  { person, emailOther, phoneOther }: Match,
  outcome: Outcome,
  record: Person,
  { claimed = false, suggested = [] }: PlanOptions,
): UpsertPlan {
  const writes = planWrites(record, claim, claimed ? "alternatives" : "values");
  const isIdentifier = ({ field, status }: ValueWrite) =>
    status === "current" && (field === "email" || field === "phone");
  return {
    ...outcome,
    record: record.id,
    becomesContact: record.contactSince === null && writes.some(isIdentifier),
    proven: claim.proven,
    claimed,
    writes,
    suggestions: [
      ...(person && emailOther ? toSuggestions(person.id, emailOther.id, "same_email") : []),
      ...(phoneOther && !person ? toSuggestions(record.id, phoneOther.id, "same_phone") : []),
      ...(phoneOther && person ? toSuggestions(person.id, phoneOther.id, "email_and_phone_differ") : []),
      ...suggested,
    ],
  };
}

/** The suggestion that two records are one person; none for a record and itself. */
export function toSuggestions(one: string, other: string, reason: SuggestionReason): PlannedSuggestion[] {
  if (one === other) return [];
  return [one < other ? { a: one, b: other, reason } : { a: other, b: one, reason }];
}

const sameIdentifier = ({ by }: Match): SuggestionReason => (by === "phone" ? "same_phone" : "same_email");

/** Whether both have a user ID and these differ. A submitted user ID counts as the submitter's own. */
function haveDifferentUserIds({ details, source, proven }: Claim, self: Person, other: Person): boolean {
  const submitted = mayNameUserId(source, proven) && details.userId ? details.userId : undefined;
  const [one, two] = [submitted ?? userIdOf(self), userIdOf(other)];
  return one !== undefined && two !== undefined && one !== two;
}
