import type { Details, Source } from "../../../shared/contact.ts";
import { isMany, normalizeName, trustOf } from "./field-rules.ts";
import { hasCurrentValue, identifyByPhone, mayNameUserId, type Submitted } from "./match.ts";
import { normalizeEmail } from "./normalize-email.ts";
import type { KnownValue, Person } from "./person.ts";

export interface ValueWrite {
  readonly field: string;
  readonly value: string;
  readonly key: string;
  readonly status: "current" | "alternative";
  /** The value that this one replaces. */
  readonly previous: string | null;
  /** The IDs of the rows that become past. */
  readonly retires: readonly string[];
}

/**
 * How submitted values are written:
 * - `values`: by trust (R11).
 * - `alternatives`: as alternatives only (R12).
 * - `row`: like `values`, but a known value is not written again for its more trusted source, so that an export can be
 *   imported and changes nothing (R19); and a value that an earlier row of the same file gave is not replaced.
 */
export type WriteMode = "values" | "alternatives" | "row";

/**
 * The number of current values of one field that a record takes from forms, and of alternatives as many again. Every
 * decision about a person reads all of them, so without a bound a few browsers could make each decision take seconds.
 * Values beyond it are still in the conversation.
 */
export const MAX_FORM_VALUES = 50;

type Writes = Submitted & {
  readonly matching: "attach" | "separate";
  /** Whether an earlier row of the same file gave a value. */
  readonly isOfFile?: (value: KnownValue) => boolean;
};
type FieldValue = Pick<ValueWrite, "field" | "value" | "key">;

/** Plans what submitted details write into a record (R11). */
export function planWrites(record: Person, submitted: Writes, mode: WriteMode): readonly ValueWrite[] {
  const writes: ValueWrite[] = [];
  for (const value of toValues(submitted.details)) {
    if (writes.some((write) => write.field === value.field && write.key === value.key)) continue;
    if (value.field === "user_id" && !mayNameUserId(submitted.source, submitted.proven)) continue;
    const write = planWrite(record, submitted, mode, value);
    if (write) writes.push(write);
  }
  return writes;
}

/** @returns null if the value changes nothing */
function planWrite(
  record: Person,
  submitted: Writes,
  mode: WriteMode,
  submittedValue: FieldValue,
): ValueWrite | null {
  const { field, key } = submittedValue;
  if (!record.values.length) {
    const isAlternative = mode === "alternatives" || identifiesAnother(record, submitted, field, key);
    return toWrite(submittedValue, isAlternative ? "alternative" : "current", NONE);
  }
  const source = submitted.proven ? "proven" : submitted.source;
  const known = record.values.filter((one) => one.field === field);
  const same = known.find((one) => one.key === key);
  const current = known.find((one) => one.status === "current");
  const isRow = mode === "row";
  const raisesTrust = (one: KnownValue) => !isRow && trustOf(source) > trustOf(one.source);
  const isForm = source === "form" || source === "mail" || source === "browser";
  const isFull = (status: KnownValue["status"]) =>
    isForm && known.filter((one) => one.status === status).length >= MAX_FORM_VALUES;
  const write = (status: ValueWrite["status"], ...replaced: (KnownValue | undefined)[]) =>
    toWrite(
      submittedValue,
      status,
      replaced.filter((one) => one !== undefined),
    );
  const alternative = () => (same || isFull("alternative") ? null : write("alternative"));

  if (mode === "alternatives" || identifiesAnother(record, submitted, field, key)) return alternative();
  if (isMany(field)) {
    if (!same) return isFull("current") ? null : write("current");
    if (isRow && same.status === "alternative" && isSharedPhone(record, submitted, field, key)) return null;
    return same.status === "alternative" || raisesTrust(same) ? write("current", same) : null;
  }
  if (!current) return write("current", same);
  if (current.key === key) return raisesTrust(current) ? write("current", current) : null;
  const isRepeated = isRow && submitted.isOfFile?.(current);
  return trustOf(source) >= trustOf(current.source) && !isRepeated
    ? write("current", current, same)
    : alternative();
}

const NONE: readonly never[] = [];

const toWrite = (
  { field, value, key }: FieldValue,
  status: ValueWrite["status"],
  retired: readonly KnownValue[],
): ValueWrite => ({
  field,
  value,
  key,
  status,
  previous: retired[0]?.value ?? null,
  retires: retired.length ? retired.map(({ id }) => id) : NONE,
});

/**
 * Whether an identifier identifies another contact: it may hint that the two are one person, but it cannot identify
 * both. A phone that several people share (R9) identifies nobody; with separate matching no identifier does.
 */
function identifiesAnother(
  record: Person,
  { matches, matching, details }: Pick<Writes, "matches" | "matching" | "details">,
  field: string,
  key: string,
): boolean {
  if (matching === "separate") return false;
  if (field === "phone") {
    const holder = identifyByPhone(key, matches.phone, details, record);
    return holder !== null && holder.id !== record.id;
  }
  const holders = field === "email" ? matches.email : field === "user_id" ? matches.userId : NONE;
  return holders.some((person) => person.id !== record.id && hasCurrentValue(person, field, key));
}

/**
 * Whether another contact has a phone that a row gives. If the record has it as an alternative, it stays one: the holder was
 * the only one when an earlier row of the file was read, and the same file again would change the record otherwise.
 */
function isSharedPhone(record: Person, { matches }: Writes, field: string, key: string): boolean {
  if (field !== "phone") return false;
  return matches.phone.some((person) => person.id !== record.id && hasCurrentValue(person, field, key));
}

/** The details as single values in a fixed order, without the blank ones: a blank never erases (R11). */
export function toValues(details: Details): FieldValue[] {
  const values: FieldValue[] = [];
  const add = (field: string, value = "", keyOf?: (value: string) => string) => {
    if (value.trim() !== "") values.push({ field, value, key: keyOf ? keyOf(value) : value });
  };
  const addKeyed = (prefix: string, record: Readonly<Record<string, string>>) => {
    for (const name of Object.keys(record).sort()) add(`${prefix}:${name}`, record[name]);
  };
  add("name", details.name);
  for (const email of details.emails ?? NONE) add("email", email, emailKeyOf);
  for (const phone of details.phones ?? NONE) add("phone", phone);
  add("user_id", details.userId);
  add("organization", details.organization, normalizeName);
  for (const name of details.organizations ?? NONE) add("organization", name, normalizeName);
  if (details.custom) addKeyed("custom", details.custom);
  if (details.consents) addKeyed("consent", details.consents);
  return values;
}

const emailKeyOf = (email: string) => normalizeEmail(email) ?? email;

/** Where and when values were submitted. */
export interface Origin {
  readonly source: Source;
  readonly proven: boolean;
  /** The browser; null: an agent or a program. */
  readonly device: string | null;
  /** ms since 1970 */
  readonly now: number;
}

/**
 * The record after its writes, for later decisions in the same transaction.
 *
 * @param ids the IDs of the new rows, in the order of the writes
 */
export function applyWrites(
  record: Person,
  { writes, becomesContact }: { readonly writes: readonly ValueWrite[]; readonly becomesContact: boolean },
  ids: readonly string[],
  { source, proven, device, now }: Origin,
): Person {
  const retired = new Set(record.values.length ? writes.flatMap(({ retires }) => retires) : NONE);
  const added = writes.map(
    ({ field, value, key, status }, index): KnownValue => ({
      id: ids[index] ?? "",
      field,
      value,
      key,
      status,
      source,
      proven,
      device,
      at: now,
      preferred: 0,
    }),
  );
  return {
    ...record,
    contactSince: becomesContact ? now : record.contactSince,
    values: record.values.length ? [...record.values.filter(({ id }) => !retired.has(id)), ...added] : added,
  };
}
