import type { Details, Source, Suggestion } from "../../../shared/contact.ts";
import { isMany, normalizeName, trustOf } from "./field-rules.ts";
import { normalizeEmail } from "./normalize-email.ts";

/** A saved value that counts: the one in use, or an alternative beside it. */
export interface KnownValue {
  readonly id: string;
  readonly field: string;
  readonly value: string;
  readonly key: string;
  readonly status: "current" | "alternative";
  readonly source: Source;
  readonly proven: boolean;
  /** The browser that said it; null: an agent or a program. */
  readonly device: string | null;
  /** 1: an agent wants it first among several. */
  readonly preferred: number;
}

/** A visitor or contact, as far as identity is concerned. */
export interface Person {
  readonly id: string;
  /** Null: not a contact. */
  readonly contactSince: number | null;
  readonly firstSeenAt: number;
  /** The contact whose device this browser is, if it did not found its own record. */
  readonly attachedTo: string | null;
  readonly attachedProven: boolean;
  readonly values: readonly KnownValue[];
}

/** Contacts that have one of the given identifiers as a value in use. */
export interface Matches {
  readonly userId: readonly Person[];
  readonly email: readonly Person[];
  readonly phone: readonly Person[];
}

export interface Claim {
  /** The browser's own record. */
  readonly visitor: Person;
  /** The contact it is attached to, if any. */
  readonly contact: Person | null;
  readonly matches: Matches;
  readonly details: Details;
  readonly source: Source;
  /** The identity is signed or confirmed, not just typed. */
  readonly proven: boolean;
  readonly matching: "attach" | "separate";
}

export interface ValueWrite {
  readonly field: string;
  readonly value: string;
  readonly key: string;
  readonly status: "current" | "alternative";
  /** The value before, if this one takes its place. */
  readonly previous: string | null;
  /** The rows that are past from now on. */
  readonly retires: readonly string[];
}

export type SuggestionReason = Suggestion["reason"];

export interface Plan {
  /** Whose record the details go to. */
  readonly record: string;
  /**
   * own: the visitor's own record. attach: this browser becomes a device of `record`. device: it is one already.
   * merge: two contacts are proven to be one person.
   */
  readonly kind: "own" | "attach" | "device" | "merge";
  readonly becomesContact: boolean;
  /** For attach: by proof. */
  readonly proven: boolean;
  /** Said by an unproven device of a contact that it did not found (R12). */
  readonly claimed: boolean;
  readonly writes: readonly ValueWrite[];
  readonly suggestions: readonly {
    readonly a: string;
    readonly b: string;
    readonly reason: SuggestionReason;
  }[];
  /** For merge: which record is merged into `record`. */
  readonly absorbs: string | null;
}

/**
 * Who is it, and what is kept? DESIGN's upsert table, R5 and R9-R12. Pure: it takes what is known and what was said,
 * and returns what to write.
 */
export function decide(claim: Claim): Plan {
  const self = claim.contact ?? claim.visitor;
  const { person: match, by, emailOther, phoneOther } = findMatch(claim, self);
  const suggestions: Plan["suggestions"][number][] = [];
  const suggest = (a: string, b: string, reason: SuggestionReason) => {
    if (a !== b) suggestions.push(a < b ? { a, b, reason } : { a: b, b: a, reason });
  };
  const reason = by === "phone" ? "same_phone" : "same_email";
  if (match && emailOther) suggest(match.id, emailOther.id, "same_email");
  if (match && phoneOther && phoneOther.id !== match.id)
    suggest(match.id, phoneOther.id, "email_and_phone_differ");

  const plan = (
    kind: Plan["kind"],
    record: Person,
    { keepBeside = false, absorbs = null }: { keepBeside?: boolean; absorbs?: string | null } = {},
  ): Plan => {
    const writes = writesFor(record, claim, { keepBeside });
    return {
      record: record.id,
      kind,
      becomesContact: record.contactSince === null && writes.some(isCurrentIdentifier),
      proven: claim.proven,
      claimed: keepBeside,
      writes,
      suggestions,
      absorbs,
    };
  };

  const stranger = !claim.contact && claim.visitor.contactSince === null;
  const other = match && match.id !== self.id ? match : null;

  if (stranger && other) {
    if (claim.proven) return plan("attach", other);
    if (claim.matching === "attach") return plan("attach", other, { keepBeside: true });
    suggest(self.id, other.id, reason);
    return plan("own", self);
  }
  if (claim.contact) {
    if (other && claim.proven && !claim.visitor.attachedProven) return plan("attach", other);
    if (other) suggest(self.id, other.id, reason);
    return plan("device", self, { keepBeside: !claim.visitor.attachedProven && !claim.proven });
  }
  if (other && claim.proven && !differentUserIds(claim, self, other)) {
    const [older, newer] = [self, other].sort((a, b) => a.firstSeenAt - b.firstSeenAt) as [Person, Person];
    return plan("merge", older, { absorbs: newer.id });
  }
  if (other) suggest(self.id, other.id, reason);
  return plan("own", self);
}

/** The user ID is the owner's own key: what a visitor merely types is none (R9). */
function mayNameUserId(source: Source, proven: boolean): boolean {
  return proven || source === "api" || source === "csv" || source === "agent";
}

interface Match {
  readonly person: Person | null;
  readonly by: "user_id" | "email" | "phone" | null;
  /** Who has the e-mail, or the phone, although somebody else is meant. */
  readonly emailOther: Person | null;
  readonly phoneOther: Person | null;
}

/** R9: user ID (proven or by the owner only), then e-mail, then phone if exactly one contact has it. The oldest wins. */
export function findMatch(
  { matches, details, source, proven }: Pick<Claim, "matches" | "details" | "source" | "proven">,
  self: Pick<Person, "id"> | null,
): Match {
  const pick = (people: readonly Person[]) =>
    people.find(({ id }) => id === self?.id) ?? [...people].sort(byAge)[0] ?? null;
  const soleOwners = (details.phones ?? []).flatMap((phone) => {
    const owners = matches.phone.filter((person) => uses(person, "phone", phone));
    return owners.length === 1 ? owners : [];
  });
  const phoneOther = pick(soleOwners);
  const byUserId = details.userId && mayNameUserId(source, proven) ? pick(matches.userId) : null;
  const byEmail = details.emails?.length ? pick(matches.email) : null;
  if (byUserId) return { person: byUserId, by: "user_id", emailOther: byEmail, phoneOther };
  if (byEmail) return { person: byEmail, by: "email", emailOther: null, phoneOther };
  return { person: phoneOther, by: phoneOther && "phone", emailOther: null, phoneOther };
}

function byAge(a: Person, b: Person): number {
  return a.firstSeenAt - b.firstSeenAt || (a.id < b.id ? -1 : 1);
}

function isCurrentIdentifier({ field, status }: ValueWrite): boolean {
  return status === "current" && (field === "email" || field === "phone");
}

function userIdOf(person: Person): string | undefined {
  return person.values.find(({ field, status }) => field === "user_id" && status === "current")?.key;
}

/** Whether both carry a user ID and these differ; what is said now of the one counts as carried. */
function differentUserIds({ details, source, proven }: Claim, self: Person, other: Person): boolean {
  const said = mayNameUserId(source, proven) && details.userId ? details.userId : undefined;
  const [one, two] = [said ?? userIdOf(self), userIdOf(other)];
  return one !== undefined && two !== undefined && one !== two;
}

/** Whether somebody carries another user ID than this one. */
export function hasOtherUserId(person: Person, userId: string | undefined): boolean {
  const own = userIdOf(person);
  return own !== undefined && userId !== undefined && own !== userId;
}

/** The details as single values, in a fixed order, blanks left out: a blank never erases (R11). */
export function toValues(details: Details): { field: string; value: string; key: string }[] {
  const plain = (field: string, value: string | undefined) => ({
    field,
    value: value ?? "",
    key: value ?? "",
  });
  const organizations = [details.organization ?? "", ...(details.organizations ?? [])];
  const keyed = (prefix: string, record: Readonly<Record<string, string>> = {}) =>
    Object.keys(record)
      .sort()
      .map((name) => plain(`${prefix}:${name}`, record[name]));
  return [
    plain("name", details.name),
    ...(details.emails ?? []).map((value) => ({
      field: "email",
      value,
      key: normalizeEmail(value) ?? value,
    })),
    ...(details.phones ?? []).map((value) => plain("phone", value)),
    plain("user_id", details.userId),
    ...organizations.map((name) => ({ ...plain("organization", name), key: normalizeName(name) })),
    ...keyed("custom", details.custom),
    ...keyed("consent", details.consents),
  ].filter(({ value }) => value.trim() !== "");
}

/**
 * So many values of one field a record takes from forms, in use and as many beside. Every decision about a person reads them all, so without a bound
 * a few browsers could make each take seconds; what is beyond still stands in the conversation.
 */
export const MAX_FORM_VALUES = 50;

/**
 * What to write into a record (R11).
 *
 * @param how keepBeside: everything becomes an alternative (R12). isRecord: to repeat what is known says nothing new, so
 *   that what was exported can be imported and changes nothing (R19). yields: what the same source said before is not
 *   overwritten
 */
export function writesFor(
  record: Person,
  claim: Pick<Claim, "matches" | "details" | "source" | "proven" | "matching">,
  how: { keepBeside?: boolean; isRecord?: boolean; yields?: boolean },
): ValueWrite[] {
  const writes: ValueWrite[] = [];
  const source = claim.proven ? "proven" : claim.source;
  const isForm = source === "form" || source === "browser";
  const raises = (known: KnownValue) => !how.isRecord && trustOf(source) > trustOf(known.source);
  for (const { field, value, key } of toValues(claim.details)) {
    const known = record.values.filter((one) => one.field === field);
    if (writes.some((write) => write.field === field && write.key === key)) continue;
    if (field === "user_id" && !mayNameUserId(claim.source, claim.proven)) continue;
    const same = known.find((one) => one.key === key);
    const current = known.find((one) => one.status === "current");
    const isNew = (status: KnownValue["status"]) =>
      !same && !(isForm && known.filter((one) => one.status === status).length >= MAX_FORM_VALUES);
    const write = (status: ValueWrite["status"], ...retired: (KnownValue | undefined)[]) => {
      const past = retired.filter((one) => one !== undefined);
      writes.push({
        field,
        value,
        key,
        status,
        previous: past[0]?.value ?? null,
        retires: past.map(({ id }) => id),
      });
    };

    if (how.keepBeside || isAnothers(record, claim, field, key)) {
      if (isNew("alternative")) write("alternative");
    } else if (isMany(field)) {
      if (isNew("current")) write("current");
      else if (same && (same.status === "alternative" || raises(same))) write("current", same);
    } else if (!current) {
      write("current", same);
    } else if (current.key === key) {
      if (raises(current)) write("current", current);
    } else if (trustOf(source) >= trustOf(current.source) && !(how.yields && current.source === source)) {
      write("current", current, same);
    } else if (isNew("alternative")) {
      write("alternative");
    }
  }
  return writes;
}

/**
 * Whether an identifier is one other contact's: then it may be a hint that the two are one person, but it does not
 * identify both. A phone that several contacts share (a family's) is everybody's; with separate matching, all are.
 */
function isAnothers(
  record: Person,
  { matches, matching }: Pick<Claim, "matches" | "matching">,
  field: string,
  key: string,
): boolean {
  if (matching === "separate") return false;
  const matched = field === "email" ? matches.email : field === "phone" ? matches.phone : [];
  const holders = (field === "user_id" ? matches.userId : matched).filter((person) =>
    uses(person, field, key),
  );
  const others = holders.filter(({ id }) => id !== record.id);
  return field === "phone" ? others.length === 1 && holders.length === 1 : others.length > 0;
}

function uses(person: Person, field: string, key: string): boolean {
  return person.values.some((one) => one.field === field && one.key === key && one.status === "current");
}

/**
 * The record as it is after its writes, for what is decided next in the same transaction.
 *
 * @param ids the IDs of the new rows, in the order of the writes
 */
export function applyWrites(record: Person, plan: Plan, ids: readonly string[], from: Origin): Person {
  const replaced = new Set(plan.writes.flatMap(({ retires }) => retires));
  const added = plan.writes.map(
    ({ field, value, key, status }, at): KnownValue => ({
      id: ids[at] ?? "",
      field,
      value,
      key,
      status,
      source: from.source,
      proven: plan.proven,
      device: from.device,
      preferred: 0,
    }),
  );
  return {
    ...record,
    contactSince: plan.becomesContact ? from.now : record.contactSince,
    values: [...record.values.filter(({ id }) => !replaced.has(id)), ...added],
  };
}

/** Where and when values were said. */
export interface Origin {
  readonly source: Source;
  readonly device: string | null;
  readonly now: number;
}
