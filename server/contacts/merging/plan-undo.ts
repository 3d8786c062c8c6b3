import type { DetailRow } from "../identity/contact-store.ts";
import { byAge, isConflicting, isCurrent, isLive } from "./detail-value.ts";
import { type FieldChoices, mergeValues, reapplyValue } from "./merge-values.ts";
import {
  type ContactRecord,
  type MergeLog,
  planMerge,
  type RecordSnapshot,
  type StoredMerge,
} from "./plan-merge.ts";

/**
 * Undoes a merge although others were done since: the later merges are undone too, newest first, and then done again
 * without it.
 *
 * @param since the merges that depend on it (`findDependentMerges`), oldest first
 * @param now the record in which all of them ended
 * @returns every record that exists afterwards, and the new logs of the merges that were done again
 */
export function planUndo(
  target: StoredMerge,
  since: readonly StoredMerge[],
  now: ContactRecord,
): { records: readonly ContactRecord[]; logs: ReadonlyMap<string, MergeLog> } {
  const existing = new Map([[now.id, now]]);
  const choices = splitRecords(existing, since);
  splitRecords(existing, [target]);
  const logs = mergeAgain(existing, since, choices);
  return { records: [...existing.values()], logs };
}

/**
 * Changes the records of which a merged record was made: undoes its merges, changes each record, and does the merges again.
 *
 * @param merges all merges that the record was made by, oldest first
 * @returns the merged record, and the new logs of the merges
 */
export function rewriteRecords(
  merges: readonly StoredMerge[],
  merged: ContactRecord,
  change: (record: ContactRecord) => ContactRecord,
): { record: ContactRecord; logs: ReadonlyMap<string, MergeLog> } {
  const existing = new Map([[merged.id, merged]]);
  const choices = splitRecords(existing, merges);
  for (const record of [...existing.values()]) existing.set(record.id, change(record));
  const logs = mergeAgain(existing, merges, choices);
  const record = existing.get(merged.id);
  if (!record) throw new Error("The survivor of a merge does not exist");
  return { record, logs };
}

/** Undoes merges, newest first. @returns the choices that no later value has overruled, by the merges' IDs */
function splitRecords(
  existing: Map<string, ContactRecord>,
  merges: readonly StoredMerge[],
): ReadonlyMap<string, FieldChoices> {
  return new Map(
    [...merges].reverse().map(({ id, log }) => {
      const record = existing.get(log.before[0]?.id ?? "");
      if (!record) throw new Error("The survivor of a merge does not exist");
      const { records, choices } = planUnmerge(log, record);
      for (const one of records) existing.set(one.id, one);
      return [id, choices];
    }),
  );
}

/** Does merges that were undone again, oldest first. @returns their new logs, by the merges' IDs */
function mergeAgain(
  existing: Map<string, ContactRecord>,
  merges: readonly StoredMerge[],
  choices: ReadonlyMap<string, FieldChoices>,
): ReadonlyMap<string, MergeLog> {
  const logs = new Map<string, MergeLog>();
  for (const { id, log } of merges) {
    const sides = log.before.flatMap((one) => existing.get(one.id) ?? []);
    const again = planMerge(sides, choices.get(id) ?? {});
    for (const one of sides) existing.delete(one.id);
    existing.set(again.record.id, again.record);
    logs.set(id, again.log);
  }
  return logs;
}

/**
 * Finds the later merges that depend on a merge: those in which its survivor took part, or the contact that absorbed the
 * survivor.
 */
export function findDependentMerges<M extends StoredMerge>(
  target: MergeLog,
  later: readonly M[],
): readonly M[] {
  let holder = target.before[0]?.id;
  return later.filter(({ log }) => {
    const takesPart = log.before.some(({ id }) => id === holder);
    if (takesPart) holder = log.before[0]?.id;
    return takesPart;
  });
}

/**
 * Splits the record of a merge into the records before it (R14), each with what its own browsers wrote since. What no
 * browser wrote, for example an agent's edits, stays with the survivor.
 *
 * @returns the records, the survivor first; and the choices that no later value has overruled
 */
export function planUnmerge(
  log: MergeLog,
  now: ContactRecord,
): { records: readonly ContactRecord[]; choices: FieldChoices } {
  if (!log.before.length) throw new Error("The log of a merge names no records");
  const { late, removed } = findChanges(log, now);
  const ownership = ownershipAfter(log, now);
  const records = log.before.map((_, index) => restoreRecord({ log, now, late, removed, ownership }, index));
  const overruled = new Set(late.filter(isCurrent).map(({ field }) => field));
  const choices = Object.entries(log.choices).filter(([field]) => !overruled.has(field));
  return { records, choices: Object.fromEntries(choices) };
}

interface Unmerge {
  readonly log: MergeLog;
  readonly now: ContactRecord;
  readonly late: readonly DetailRow[];
  readonly removed: ReadonlySet<string>;
  readonly ownership: ReturnType<typeof ownershipAfter>;
}

/** @param index which of the merged records; 0: the survivor */
function restoreRecord(unmerge: Unmerge, index: number): ContactRecord {
  const { log, now, ownership } = unmerge;
  const before = log.before[index];
  if (!before) throw new Error(`The merge has no record ${index}`);
  const isSurvivor = index === 0;
  const absorbed = new Set(log.before.slice(1).flatMap(({ id, devices }) => [id, ...devices]));
  const devices = now.devices.filter(({ id }) =>
    isSurvivor ? !absorbed.has(id) : before.devices.includes(id),
  );
  const values = restoreValues(unmerge, before, devices);
  const mergedTags = new Set(log.before.flatMap(({ tags }) => tags));
  return {
    id: before.id,
    contactSince: before.contactSince ?? firstIdentifier(values)?.at ?? null,
    source: before.source ?? firstIdentifier(values)?.source ?? null,
    lastSeenAt: lastSeenAfter(unmerge, before, isSurvivor),
    values,
    devices,
    conversations: now.conversations.filter((one) => ownership.ofConversation(one) === before.id),
    notes: now.notes.filter((id) => ownership.ofNote(id) === before.id),
    tags: isSurvivor
      ? now.tags.filter((tag) => before.tags.includes(tag) || !mergedTags.has(tag))
      : before.tags,
  };
}

/** The values from before the merge, and those that the record's own browsers wrote since. */
function restoreValues(
  { now, late, removed, ownership }: Unmerge,
  before: RecordSnapshot,
  devices: ContactRecord["devices"],
): DetailRow[] {
  const trusted = new Set([before.id, ...devices.filter((one) => one.isTrusted).map(({ id }) => id)]);
  let values = baseValues(before, new Map(now.values.map((value) => [value.id, value])), removed);
  for (const value of late.filter((one) => ownership.ofValue(one) === before.id)) {
    const { id, device_id, proven } = value;
    const isTrusted = device_id === null || proven === 1 || trusted.has(device_id);
    values = removed.has(id) ? values.concat(value) : reapplyValue(values, value, isTrusted);
  }
  return values;
}

/** The survivor's time is only its own if nobody has been seen since the merge. */
function lastSeenAfter({ log, now }: Unmerge, before: RecordSnapshot, isSurvivor: boolean): number {
  if (!isSurvivor) return now.devices.find(({ id }) => id === before.id)?.lastSeenAt ?? before.lastSeenAt;
  const atMerge = Math.max(...log.before.map((one) => one.lastSeenAt));
  return now.lastSeenAt === atMerge ? before.lastSeenAt : now.lastSeenAt;
}

/**
 * Makes the functions that find the record of an object after the undo: the record that had it before the merge; for a
 * newer object, the record whose browser made it; otherwise the survivor.
 */
function ownershipAfter({ before }: MergeLog, now: ContactRecord) {
  const survivor = now.id;
  const index = (idsOf: (one: RecordSnapshot) => readonly string[]) =>
    new Map(before.flatMap((one) => idsOf(one).map((id) => [id, one.id] as const)));
  const present = new Set(now.devices.map(({ id }) => id));
  const browsers = index(({ id, devices }) => [id, ...devices.filter((device) => present.has(device))]);
  const conversations = index((one) => one.conversations);
  const notes = index((one) => one.notes);
  return {
    ofValue: (value: DetailRow) => browsers.get(value.device_id ?? "") ?? survivor,
    ofConversation: ({ id, visitor }: ContactRecord["conversations"][number]) =>
      conversations.get(id) ?? browsers.get(visitor) ?? survivor,
    ofNote: (id: string) => notes.get(id) ?? survivor,
  };
}

/** Finds the values written since a merge, oldest first, and the IDs of the live values that agents have removed since. */
function findChanges(
  { before, choices }: MergeLog,
  now: ContactRecord,
): { late: readonly DetailRow[]; removed: ReadonlySet<string> } {
  const rows = new Map(now.values.map((value) => [value.id, value]));
  const known = new Set(before.flatMap(({ values }) => values.map(([id]) => id)));
  const late = now.values.filter(({ id }) => !known.has(id)).sort(byAge);
  const merged = mergeValues(
    before.map(({ id, values }) => ({ id, values: withOldStatus(values, rows) })),
    choices,
  );
  const isReplaced = (value: DetailRow) =>
    late.some((newer) => newer.id !== value.id && isConflicting(newer, value));
  const removed = [...merged.filter(isLive), ...late].filter(
    (value) => rows.get(value.id)?.status === "past" && !isReplaced(value),
  );
  return { late, removed: new Set(removed.map(({ id }) => id)) };
}

function withOldStatus(values: RecordSnapshot["values"], rows: ReadonlyMap<string, DetailRow>): DetailRow[] {
  return values.flatMap(([id, status, preferred]) => {
    const row = rows.get(id);
    return row ? [{ ...row, status, preferred }] : [];
  });
}

/** The values from before the merge. One that has become current since, because another left, stays current. */
function baseValues(
  { values }: RecordSnapshot,
  rows: ReadonlyMap<string, DetailRow>,
  removed: ReadonlySet<string>,
): DetailRow[] {
  const base = withOldStatus(values, rows).map(
    (row): DetailRow => (removed.has(row.id) ? { ...row, status: "past" } : row),
  );
  return base.map((row) => {
    const hasBecomeCurrent = rows.get(row.id)?.status === "current" && !isCurrent(row);
    const isConflicted = base.some((other) => isCurrent(other) && isConflicting(other, row));
    return hasBecomeCurrent && !isConflicted ? { ...row, status: "current" } : row;
  });
}

/** The e-mail or phone that makes a record a contact (R5). */
function firstIdentifier(values: readonly DetailRow[]): DetailRow | undefined {
  return values.find((value) => isCurrent(value) && (value.field === "email" || value.field === "phone"));
}
