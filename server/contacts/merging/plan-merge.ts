import type { Source } from "../../../shared/contact.ts";
import type { DetailStatus } from "../../platform/database/schema.ts";
import type { DetailRow } from "../identity/contact-store.ts";
import { type FieldChoices, isConflicting, mergeValues, reapplyValue, type Value } from "./merge-values.ts";

export interface AttachedDevice {
  readonly id: string;
  readonly trusted: boolean;
  readonly lastSeenAt: number;
}

/** All that belongs to one record and goes with it when it is merged. */
export interface ContactRecord {
  readonly id: string;
  readonly contactSince: number | null;
  readonly source: Source | null;
  readonly lastSeenAt: number;
  readonly values: readonly DetailRow[];
  /** Browsers that are its devices beside its own; trusted: what they say may count (R12). */
  readonly devices: readonly AttachedDevice[];
  readonly conversations: readonly { readonly id: string; readonly visitor: string }[];
  readonly notes: readonly string[];
  readonly tags: readonly string[];
}

/** A record before it was merged, in IDs: nothing that a person gave stands in it. */
interface Before {
  readonly id: string;
  readonly contactSince: number | null;
  readonly source: Source | null;
  readonly lastSeenAt: number;
  readonly values: readonly (readonly [id: string, status: DetailStatus, preferred: number])[];
  readonly devices: readonly string[];
  readonly conversations: readonly string[];
  readonly notes: readonly string[];
  readonly tags: readonly string[];
}

/** What undoing a merge needs to know (R14). */
export interface MergeLog {
  /** The survivor first. */
  readonly before: readonly Before[];
  readonly choices: FieldChoices;
}

/**
 * Two or more records as one (R13): conversations, notes, tags, devices, e-mails and phones of all are the survivor's.
 *
 * @param records the survivor first
 */
export function planMerge(
  records: readonly ContactRecord[],
  choices: FieldChoices,
): { record: ContactRecord; log: MergeLog } {
  const [survivor, ...absorbed] = records;
  if (!survivor) throw new Error("There is nothing to merge");
  const since = records.flatMap(({ contactSince }) => contactSince ?? []);
  return {
    record: {
      id: survivor.id,
      contactSince: since.length ? Math.min(...since) : null,
      source: records.find(({ source }) => source !== null)?.source ?? null,
      lastSeenAt: Math.max(...records.map(({ lastSeenAt }) => lastSeenAt)),
      values: mergeValues(records, choices),
      devices: [
        ...records.flatMap(({ devices }) => devices),
        ...absorbed.map(({ id, lastSeenAt }) => ({ id, trusted: true, lastSeenAt })),
      ],
      conversations: records.flatMap(({ conversations }) => conversations),
      notes: records.flatMap(({ notes }) => notes),
      tags: [...new Set(records.flatMap(({ tags }) => tags))],
    },
    log: { before: records.map(toBefore), choices },
  };
}

function toBefore(record: ContactRecord): Before {
  return {
    id: record.id,
    contactSince: record.contactSince,
    source: record.source,
    lastSeenAt: record.lastSeenAt,
    values: record.values.map(({ id, status, preferred }) => [id, status, preferred]),
    devices: record.devices.map(({ id }) => id),
    conversations: record.conversations.map(({ id }) => id),
    notes: record.notes,
    tags: record.tags,
  };
}

/**
 * The records that a merge made one, as they were before it (R14), each with what its own browsers wrote since. What no
 * browser wrote, an agent's work above all, stays with the survivor.
 *
 * @returns the records, the survivor first; and the choices that nobody has overruled since
 */
export function planUnmerge(
  log: MergeLog,
  now: ContactRecord,
): { records: readonly ContactRecord[]; choices: FieldChoices } {
  const [first, ...absorbed] = log.before;
  if (!first) throw new Error("A merge without a survivor");
  const owner = ownerOf(log, now);
  const { late, removed } = sinceMerge(log, now);
  const rows = new Map(now.values.map((value) => [value.id, value]));
  const given = new Set(log.before.flatMap(({ tags }) => tags));
  const leaving = new Set(absorbed.flatMap(({ id, devices }) => [id, ...devices]));
  const lastSeenAt = Math.max(...log.before.map((one) => one.lastSeenAt));

  const records = log.before.map((before): ContactRecord => {
    const isSurvivor = before === first;
    const devices = now.devices.filter(({ id }) =>
      isSurvivor ? !leaving.has(id) : before.devices.includes(id),
    );
    const trusted = new Set([before.id, ...devices.filter((one) => one.trusted).map(({ id }) => id)]);
    let values = baseOf(before, rows, removed);
    for (const value of late.filter((one) => owner.ofValue(one) === before.id)) {
      const isTrusted = value.device_id === null || value.proven === 1 || trusted.has(value.device_id);
      values = removed.has(value.id) ? values.concat(value) : reapplyValue(values, value, isTrusted);
    }
    return {
      id: before.id,
      contactSince: before.contactSince ?? sinceWhen(values),
      source: before.source ?? sourceOf(values),
      lastSeenAt: isSurvivor
        ? now.lastSeenAt === lastSeenAt
          ? before.lastSeenAt
          : now.lastSeenAt
        : (now.devices.find(({ id }) => id === before.id)?.lastSeenAt ?? before.lastSeenAt),
      values,
      devices,
      conversations: now.conversations.filter((one) => owner.ofConversation(one) === before.id),
      notes: now.notes.filter((id) => owner.ofNote(id) === before.id),
      tags: isSurvivor ? now.tags.filter((tag) => before.tags.includes(tag) || !given.has(tag)) : before.tags,
    };
  });
  const overruled = new Set(late.filter(({ status }) => status === "current").map(({ field }) => field));
  const choices = Object.entries(log.choices).filter(([field]) => !overruled.has(field));
  return { records, choices: Object.fromEntries(choices) };
}

/** Whose each thing is: as before the merge; if it is newer, whose browser made it; otherwise the survivor's. */
function ownerOf({ before }: MergeLog, now: ContactRecord) {
  const survivor = now.id;
  const index = (idsOf: (one: Before) => readonly string[]) =>
    new Map(before.flatMap((one) => idsOf(one).map((id) => [id, one.id] as const)));
  const present = new Set(now.devices.map(({ id }) => id));
  const browsers = index(({ id, devices }) => [id, ...devices.filter((device) => present.has(device))]);
  const conversations = index((one) => one.conversations);
  const notes = index((one) => one.notes);
  return {
    ofValue: (value: Value) => browsers.get(value.device_id ?? "") ?? survivor,
    ofConversation: ({ id, visitor }: ContactRecord["conversations"][number]) =>
      conversations.get(id) ?? browsers.get(visitor) ?? survivor,
    ofNote: (id: string) => notes.get(id) ?? survivor,
  };
}

/** What was written since a merge, oldest first, and which of the values that it left in use agents took away. */
function sinceMerge({ before, choices }: MergeLog, now: ContactRecord) {
  const rows = new Map(now.values.map((value) => [value.id, value]));
  const known = new Set(before.flatMap(({ values }) => values.map(([id]) => id)));
  const late = now.values
    .filter(({ id }) => !known.has(id))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const left = mergeValues(
    before.map(({ id, values }) => ({ id, values: restored(values, rows) })),
    choices,
  );
  const isReplaced = (value: Value) =>
    late.some((newer) => newer.id !== value.id && isConflicting(newer, value));
  const gone = [...left.filter(({ status }) => status !== "past"), ...late].filter(
    (value) => rows.get(value.id)?.status === "past" && !isReplaced(value),
  );
  return { late, removed: new Set(gone.map(({ id }) => id)) };
}

function restored(values: Before["values"], rows: ReadonlyMap<string, DetailRow>): DetailRow[] {
  return values.flatMap(([id, status, preferred]) => {
    const row = rows.get(id);
    return row ? [{ ...row, status, preferred }] : [];
  });
}

/** The values from before the merge. What has come into use since, because another value left, stays in use. */
function baseOf(
  { values }: Before,
  rows: ReadonlyMap<string, DetailRow>,
  removed: ReadonlySet<string>,
): DetailRow[] {
  const base = restored(values, rows).map((row) =>
    removed.has(row.id) ? { ...row, status: "past" as const } : row,
  );
  return base.map((row) => {
    const isBack = rows.get(row.id)?.status === "current" && row.status !== "current";
    const hasRival = base.some((other) => other.status === "current" && isConflicting(other, row));
    return isBack && !hasRival ? { ...row, status: "current" as const } : row;
  });
}

/** What made a record a contact that was none before: its first e-mail or phone (R5). */
function identifier(values: readonly DetailRow[]): DetailRow | undefined {
  return values.find(({ field, status }) => status === "current" && (field === "email" || field === "phone"));
}
const sinceWhen = (values: readonly DetailRow[]) => identifier(values)?.at ?? null;
const sourceOf = (values: readonly DetailRow[]) => identifier(values)?.source ?? null;

export interface StoredMerge {
  readonly id: string;
  readonly log: MergeLog;
}

/**
 * Undoes a merge although others were done since: these are taken back too, newest first, and then done again without
 * it.
 *
 * @param since the merges that built on it, oldest first
 * @param now the record in which all of them ended
 * @returns every record that stands by itself afterwards, and the logs of what was done again
 */
export function planUndo(
  target: StoredMerge,
  since: readonly StoredMerge[],
  now: ContactRecord,
): { records: readonly ContactRecord[]; logs: ReadonlyMap<string, MergeLog> } {
  const standing = new Map([[now.id, now]]);
  const takeBack = ({ log }: StoredMerge): FieldChoices => {
    const record = standing.get(log.before[0]?.id ?? "");
    if (!record) throw new Error("A merge whose survivor does not stand");
    const { records, choices } = planUnmerge(log, record);
    for (const one of records) standing.set(one.id, one);
    return choices;
  };
  const choices = new Map([...since].reverse().map((one) => [one.id, takeBack(one)]));
  takeBack(target);
  const logs = new Map<string, MergeLog>();
  for (const { id, log } of since) {
    const sides = log.before.flatMap((one) => standing.get(one.id) ?? []);
    const again = planMerge(sides, choices.get(id) ?? {});
    for (const one of sides) standing.delete(one.id);
    standing.set(again.record.id, again.record);
    logs.set(id, again.log);
  }
  return { records: [...standing.values()], logs };
}

/** Which of the later merges built on a merge: those that its survivor, or whoever took that in, had a part in. */
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
