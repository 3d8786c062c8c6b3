import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { copyBlocksToDevices } from "../crm/blocks.ts";
import { currentValues } from "../identity/current-values.ts";
import { type ConversationReassigner, loadRecords } from "./load-records.ts";
import { insertMerge } from "./merge-store.ts";
import type { FieldChoices } from "./merge-values.ts";
import { type ContactRecord, planMerge } from "./plan-merge.ts";
import { writeRecords } from "./write-records.ts";

export interface MergeCommand {
  readonly property: string;
  /** Two or more IDs; one that is named twice counts once. */
  readonly contacts: readonly string[];
  /** Null: the oldest. */
  readonly survivor: string | null;
  readonly choices: FieldChoices;
  /** Merge although the user IDs differ (R15). */
  readonly force: boolean;
}

export interface MergeContext {
  readonly now: number;
  readonly newId: () => string;
  readonly conversations: ConversationReassigner;
}

/**
 * Reads the records of a merge, the survivor first.
 *
 * @throws ApiError `not_found`; `contact_merged` if one has been merged meanwhile; `device_attached` if one is a device
 *   of another contact; `user_ids_differ`
 */
export async function loadRecordsToMerge(
  tx: Tx,
  { property, contacts, survivor, force }: Omit<MergeCommand, "choices">,
  conversations: ConversationReassigner,
): Promise<ContactRecord[]> {
  const ids = [...new Set(survivor === null ? contacts : [survivor, ...contacts])];
  const rows = await tx
    .selectFrom("visitors")
    .leftJoin("aliases", (join) =>
      join.onRef("aliases.property_id", "=", "visitors.property_id").onRef("aliases.id", "=", "visitors.id"),
    )
    .select(["visitors.id", "visitors.attached_to", "visitors.first_seen_at", "aliases.contact_id"])
    .where("visitors.property_id", "=", property)
    .where("visitors.id", "in", ids)
    .execute();
  if (rows.length < ids.length) throw new ApiError("not_found");
  const merged = rows.find(({ contact_id }) => contact_id !== null);
  if (merged)
    throw new ApiError("contact_merged", { detail: `${merged.id} is part of ${merged.contact_id} now.` });
  const attached = rows.find(({ attached_to }) => attached_to !== null);
  if (attached)
    throw new ApiError("device_attached", {
      detail: `${attached.id} is a device of ${attached.attached_to}.`,
    });
  const oldestFirst = rows
    .sort((a, b) => a.first_seen_at - b.first_seen_at || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
  const ordered = survivor === null ? oldestFirst : [...new Set([survivor, ...oldestFirst])];
  const records = await loadRecords(tx, property, ordered, conversations);
  if (!force && userIdsOf(records).size > 1) throw new ApiError("user_ids_differ");
  return records;
}

/** The current user IDs of the records; those of one person are one. */
export function userIdsOf(records: readonly ContactRecord[]): Set<string> {
  return new Set(
    records.flatMap(({ values }) => currentValues(values, "user_id").map(({ compare_key }) => compare_key)),
  );
}

/**
 * Merges contacts (R13), until it is undone. Merging a contact with itself changes nothing (R15).
 *
 * @param agent null: their identity was proven
 * @returns the survivor's ID, and the merge's; null if nothing changed
 * @throws ApiError as `loadRecordsToMerge`
 */
export async function mergeContacts(
  tx: Tx,
  command: MergeCommand,
  agent: string | null,
  { now, newId, conversations }: MergeContext,
): Promise<{ survivor: string; merge: string | null }> {
  const { property } = command;
  const records = await loadRecordsToMerge(tx, command, conversations);
  const [survivor, ...absorbed] = records;
  if (!survivor) throw new ApiError("not_found");
  if (!absorbed.length) return { survivor: survivor.id, merge: null };
  const { record, log } = planMerge(records, command.choices);
  const merge = newId();
  await writeRecords(tx, property, records, [record], conversations);
  await copyBlocksToDevices(tx, property, absorbed);
  await insertMerge(tx, property, { id: merge, log }, { agent, now });
  return { survivor: survivor.id, merge };
}
