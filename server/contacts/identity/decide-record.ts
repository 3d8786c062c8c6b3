import {
  type Claim,
  findMatch,
  hasOtherUserId,
  type Person,
  type Plan,
  type SuggestionReason,
  writesFor,
} from "./decide.ts";

/** What a row of a list or a program says of somebody, where no browser speaks. */
export interface RecordClaim extends Pick<Claim, "matches" | "details" | "source" | "proven" | "matching"> {
  /** The contact that it names by its visitor ID, if any. */
  readonly named: Person | null;
  /** Who it is about if it is about nobody who is known. */
  readonly stranger: Person;
  /** Whether an earlier row of the same list was about this person: then that one's words count. */
  readonly isRepeated: (person: string) => boolean;
}

/**
 * Whom a record is about (R9), if it is about somebody who is known. Somebody with another user ID is somebody else
 * (R15), whatever else they share.
 */
export function personOf(claim: Omit<RecordClaim, "stranger" | "isRepeated" | "matching">): Person | null {
  const { person: found, by } = findMatch(claim, null);
  const isElse = by !== "user_id" && found !== null && hasOtherUserId(found, claim.details.userId);
  return claim.named ?? (isElse ? null : found);
}

/** Whom a record is about, and what of it is kept: R9 and R11. It is made a contact whatever it has. */
export function decideRecord(claim: RecordClaim): Plan {
  const { by, phoneOther } = findMatch(claim, null);
  const record = personOf(claim) ?? claim.stranger;
  const emailOther = claim.matches.email.find(({ id }) => id !== record.id);
  const others: { id: string; reason: SuggestionReason }[] = [];
  if (emailOther) others.push({ id: emailOther.id, reason: "same_email" });
  if (phoneOther && phoneOther.id !== record.id && phoneOther.id !== emailOther?.id)
    others.push({ id: phoneOther.id, reason: by === "email" ? "email_and_phone_differ" : "same_phone" });
  return {
    record: record.id,
    kind: "own",
    becomesContact: record.contactSince === null,
    proven: claim.proven,
    claimed: false,
    writes: writesFor(record, claim, { isRecord: true, yields: claim.isRepeated(record.id) }),
    suggestions: others.map(({ id, reason }) =>
      id < record.id ? { a: id, b: record.id, reason } : { a: record.id, b: id, reason },
    ),
    absorbs: null,
  };
}
