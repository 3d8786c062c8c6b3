import type { Source } from "../../../shared/contact.ts";
import type { DetailStatus } from "../../platform/database/schema.ts";
import type { DetailRow } from "../identity/contact-store.ts";
import { type FieldChoices, mergeValues } from "./merge-values.ts";

export interface AttachedDevice {
  readonly id: string;
  /** Its values may be current (R12). */
  readonly isTrusted: boolean;
  readonly lastSeenAt: number;
}

/** A record with everything that moves with it when it is merged. */
export interface ContactRecord {
  readonly id: string;
  readonly contactSince: number | null;
  readonly source: Source | null;
  readonly lastSeenAt: number;
  readonly values: readonly DetailRow[];
  /** The browsers that are its devices, besides its own. */
  readonly devices: readonly AttachedDevice[];
  readonly conversations: readonly { readonly id: string; readonly visitor: string }[];
  readonly notes: readonly string[];
  readonly tags: readonly string[];
}

/** A record before it was merged. It holds IDs only, no personal data. */
export interface RecordSnapshot {
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

/** The data that undoing a merge needs (R14). */
export interface MergeLog {
  /** The survivor first. */
  readonly before: readonly RecordSnapshot[];
  readonly choices: FieldChoices;
}

/** A merge that was done. */
export interface StoredMerge {
  readonly id: string;
  readonly log: MergeLog;
}

/**
 * Combines two or more records into one (R13): the survivor gets the conversations, notes, tags, devices, e-mails and
 * phones of all.
 *
 * @param records the survivor first
 */
export function planMerge(
  records: readonly ContactRecord[],
  choices: FieldChoices,
): { record: ContactRecord; log: MergeLog } {
  const [survivor, ...absorbed] = records;
  if (!survivor) throw new Error("There are no records to merge");
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
        ...absorbed.map(({ id, lastSeenAt }) => ({ id, isTrusted: true, lastSeenAt })),
      ],
      conversations: records.flatMap(({ conversations }) => conversations),
      notes: records.flatMap(({ notes }) => notes),
      tags: [...new Set(records.flatMap(({ tags }) => tags))],
    },
    log: { before: records.map(toSnapshot), choices },
  };
}

function toSnapshot(record: ContactRecord): RecordSnapshot {
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
