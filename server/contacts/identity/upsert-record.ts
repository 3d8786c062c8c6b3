import type { Details, Source } from "../../../shared/contact.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { blankVisitor } from "../../visitors/blank-visitor.ts";
import { currentValues } from "./current-values.ts";
import { decide, type UpsertPlan } from "./decide.ts";
import { decideRecord, findRecord } from "./decide-record.ts";
import { findMatch, identifyByPhone } from "./match.ts";
import { type KnownValue, newPerson, type Person } from "./person.ts";
import { toValues } from "./plan-writes.ts";
import type { UpsertBatch } from "./upsert.ts";

/** A row of a file, or the record of a program, about a person: no browser submits it. */
export interface RecordInput {
  /** The visitor ID by which the row names a contact; null: it names none, or one that does not exist. */
  readonly named: string | null;
  readonly details: Details;
  readonly source: Source;
  readonly now: number;
  /** The ID for a new contact if the row identifies nobody. It must be free. */
  readonly newVisitor: string;
  /** Whether an earlier row of the same file gave a value. */
  readonly isOfFile: (value: KnownValue) => boolean;
  /** Fields that the row gives too, with the current value of the contact. */
  readonly sameFields?: readonly string[];
}

export interface RecordResult {
  readonly contact: string;
  readonly isNew: boolean;
  /** Without writes if the contact had all values already. */
  readonly plan: UpsertPlan;
  /** The IDs of the values that the contact had already, current or as alternatives. */
  readonly repeated: readonly string[];
}

/**
 * Decides one row, after the effects of the rows before it: the contact that it names or identifies (R9) is updated,
 * otherwise a new one is created. Its values are trusted as their source is (R11); they are no claim.
 */
export function upsertRecord(batch: UpsertBatch, input: RecordInput): RecordResult {
  const { named, newVisitor, details, source, now, isOfFile, sameFields = [] } = input;
  const { candidates } = batch;
  const person = newPerson(newVisitor, now);
  const plan = decideRecord({
    named: named === null ? null : candidates.contactOf(named),
    newPerson: person,
    matches: candidates.matches(details),
    details,
    source,
    proven: false,
    matching: "attach",
    isOfFile,
  });
  const isNew = plan.record === newVisitor;
  if (isNew) candidates.add(blankVisitor(batch.property, newVisitor, now), person);
  const repeated = findRepeated(candidates.get(plan.record).person, details, plan, sameFields);
  if (plan.writes.length || plan.becomesContact) batch.execute(plan, { device: null, source, now });
  return { contact: plan.record, isNew, plan, repeated };
}

/** Finds the values that a person has already, of those that a row gives. */
function findRepeated(
  { values }: Person,
  details: Details,
  { writes }: UpsertPlan,
  sameFields: readonly string[],
): readonly string[] {
  if (!values.length) return [];
  const given = new Set(toValues(details).map(({ field, key }) => `${field} ${key}`));
  const retired = new Set(writes.flatMap(({ retires }) => retires));
  const isGiven = ({ field, key, status }: KnownValue) =>
    given.has(`${field} ${key}`) || (sameFields.includes(field) && status === "current");
  return values.filter((value) => isGiven(value) && !retired.has(value.id)).map(({ id }) => id);
}

/** A contact that is created whoever else has the same e-mail or phone. */
export interface NewContact {
  readonly newVisitor: string;
  readonly details: Details;
  readonly source: Source;
  readonly now: number;
}

/** @throws ApiError `visitor_id_taken` if the new contact's ID belongs to somebody: draw another (R2) */
export function createRecord(batch: UpsertBatch, { newVisitor, details, source, now }: NewContact): void {
  const { candidates, property } = batch;
  if (batch.knows(newVisitor)) throw new ApiError("visitor_id_taken");
  const visitor = { ...newPerson(newVisitor, now), contactSince: now };
  const row = { ...blankVisitor(property, newVisitor, now), contact_since: now, source };
  candidates.add(row, visitor);
  const matches = candidates.matches(details);
  const claim = { visitor, contact: null, matches, details, source, proven: false } as const;
  batch.execute(decide({ ...claim, matching: "separate" }), { device: null, source, now });
}

/** The ID of the contact that details identify (R9); null: nobody. */
export function identifyContact(batch: UpsertBatch, details: Details, source: Source): string | null {
  const matches = batch.candidates.matches(details);
  return findMatch({ details, source, proven: false, matches }, null).person?.id ?? null;
}

type RowOfRecord = Pick<RecordInput, "named" | "details" | "source">;

/** Whether the contact that a row is about has just this text as the current value of a field. */
export function isCurrentValue(batch: UpsertBatch, row: RowOfRecord, field: string, text: string): boolean {
  return currentTexts(batch, row, field).some((value) => value.trim() === text);
}

/** Whether a contact has one of the phones of details as a current value. */
export function hasPhoneOf({ candidates }: UpsertBatch, contact: string, details: Details): boolean {
  return candidates.matches(details).phone.some(({ id }) => id === contact);
}

/** Whether the contact that a row is about has a current value of a field. */
export function hasCurrentValue(batch: UpsertBatch, row: RowOfRecord, field: string): boolean {
  return currentTexts(batch, row, field).length > 0;
}

function currentTexts(
  { candidates }: UpsertBatch,
  { named, details, source }: RowOfRecord,
  field: string,
): string[] {
  const person = findRecord({
    named: named === null ? null : candidates.contactOf(named),
    matches: candidates.matches(details),
    details,
    source,
    proven: false,
  });
  return currentValues(person?.values ?? [], field).map(({ value }) => value);
}

/** Whether an e-mail, phone or user ID of the details identifies another contact, so that this one cannot have it. */
export function isHeldByAnother({ candidates }: UpsertBatch, record: string, details: Details): boolean {
  const { email, phone, userId } = candidates.matches(details);
  const own = candidates.contactOf(record);
  const byPhone = (details.phones ?? []).flatMap((one) => identifyByPhone(one, phone, details, own) ?? []);
  return [...email, ...userId, ...byPhone].some(({ id }) => id !== record);
}
