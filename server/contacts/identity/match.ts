import type { Details, Source } from "../../../shared/contact.ts";
import { currentValues } from "./current-values.ts";
import type { Person } from "./person.ts";

/** Contacts that have one of the submitted identifiers as a current value, by the kind of identifier. */
export interface Matches {
  readonly userId: readonly Person[];
  readonly email: readonly Person[];
  readonly phone: readonly Person[];
}

/** The contact that details identify, and who else has one of the identifiers. */
export interface Match {
  readonly person: Person | null;
  readonly by: "user_id" | "email" | "phone" | null;
  /** The holder of the e-mail, if a user ID decided. */
  readonly emailOther: Person | null;
  /** The only holder of a submitted phone, other than the submitter; a phone that it shares may not have decided. */
  readonly phoneOther: Person | null;
}

/** Submitted details with the contacts that have one of their identifiers. */
export interface Submitted {
  readonly matches: Matches;
  readonly details: Details;
  readonly source: Source;
  /** The identity is signed or confirmed, not only typed. */
  readonly proven: boolean;
}

const NO_MATCH: Match = { person: null, by: null, emailOther: null, phoneOther: null };

/**
 * Finds the contact that details identify (R9): by user ID (proven or from the owner only), then by e-mail, then by a
 * phone that identifies its holder (`identifyByPhone`). Of several, the submitter's own record wins, then the oldest.
 */
export function findMatch({ matches, details, source, proven }: Submitted, self: Person | null): Match {
  if (!matches.userId.length && !matches.email.length && !matches.phone.length) return NO_MATCH;
  const pick = (people: readonly Person[]) =>
    people.find(({ id }) => id === self?.id) ?? [...people].sort(byAge)[0] ?? null;
  const phones = details.phones ?? [];
  const soleHolders = phones.flatMap((phone) => soleHolderOf(phone, matches.phone) ?? []);
  const phoneOther = pick(soleHolders.filter(({ id }) => id !== self?.id));
  const byUserId = details.userId && mayNameUserId(source, proven) ? pick(matches.userId) : null;
  const byEmail = details.emails?.length ? pick(matches.email) : null;
  if (byUserId) return { person: byUserId, by: "user_id", emailOther: byEmail, phoneOther };
  if (byEmail) return { person: byEmail, by: "email", emailOther: null, phoneOther };
  const byPhone = pick(phones.flatMap((phone) => identifyByPhone(phone, matches.phone, details, self) ?? []));
  return { person: byPhone, by: byPhone && "phone", emailOther: null, phoneOther };
}

/** The holder of a phone that exactly one contact has. */
function soleHolderOf(phone: string, people: readonly Person[]): Person | null {
  const [holder, ...others] = people.filter((person) => hasCurrentValue(person, "phone", phone));
  return holder && !others.length ? holder : null;
}

/**
 * The contact that a phone identifies (R9): its only holder, unless both the holder and the submitter have an e-mail. Two
 * people with different e-mails may share the phone of a company or a household.
 *
 * @param record the submitter's own record, whose e-mails count as given
 */
export function identifyByPhone(
  phone: string,
  people: readonly Person[],
  { emails = [] }: Details,
  record: Person | null,
): Person | null {
  const holder = soleHolderOf(phone, people);
  if (holder === null || holder.id === record?.id) return holder;
  const isEmailGiven = emails.length > 0 || (record !== null && hasEmail(record));
  return isEmailGiven && hasEmail(holder) ? null : holder;
}

const hasEmail = ({ values }: Person) => currentValues(values, "email").length > 0;

function byAge(a: Person, b: Person): number {
  return a.firstSeenAt - b.firstSeenAt || (a.id < b.id ? -1 : 1);
}

/** The user ID is the owner's own key: one that a visitor only typed is ignored (R9). */
export function mayNameUserId(source: Source, proven: boolean): boolean {
  return proven || source === "api" || source === "csv" || source === "agent";
}

export function hasCurrentValue(person: Person, field: string, key: string): boolean {
  return currentValues(person.values, field).some((one) => one.key === key);
}

/** The current user ID. */
export const userIdOf = ({ values }: Person): string | undefined => currentValues(values, "user_id")[0]?.key;

/** Whether a person has a user ID that differs from the given one. */
export function hasOtherUserId(person: Person, userId: string | undefined): boolean {
  const own = userIdOf(person);
  return own !== undefined && userId !== undefined && own !== userId;
}
