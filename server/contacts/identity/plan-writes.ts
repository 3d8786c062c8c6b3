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
export function planWrites(record: Person, submitted: Writes, mode: WriteMode): ValueWrite[] {
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
  const source = submitted.proven ? "proven" : submitted.source;
  const known = record.values.filter((one) => one.field === field);
  const same = known.find((one) => one.key === key);
  const current = known.find((one) => one.status === "current");
  const isRow = mode === "row";
  const raisesTrust = (one: KnownValue) => !isRow && trustOf(source) > trustOf(one.source);
  const isForm = source === "form" || source === "mail" || source === "browser";
  const isFull = (status: KnownValue["status"]) =>
    isForm && known.filter((one) => one.status === status).length >= MAX_FORM_VALUES;
  const write = (status: ValueWrite["status"], ...replaced: (KnownValue | undefined)[]) => {
    const retired = replaced.filter((one) => one !== undefined);
    return {
      ...submittedValue,
      status,
      previous: retired[0]?.value ?? null,
      retires: retired.map(({ id }) => id),
    };
  };
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
  const byField: Readonly<Record<string, readonly Person[]>> = {
    email: matches.email,
    user_id: matches.userId,
  };
  return (byField[field] ?? []).some(
    (person) => person.id !== record.id && hasCurrentValue(person, field, key),
  );
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
  const plain = (field: string, value = "") => ({ field, value, key: value });
  const keyed = (prefix: string, record: Readonly<Record<string, string>> = {}) =>
    Object.keys(record)
      .sort()
      .map((name) => plain(`${prefix}:${name}`, record[name]));
  const organizations = [details.organization ?? "", ...(details.organizations ?? [])];
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
  const retired = new Set(writes.flatMap(({ retires }) => retires));
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
    values: [...record.values.filter(({ id }) => !retired.has(id)), ...added],
  };
}
