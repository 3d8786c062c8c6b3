import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { copyBlocksToDevices } from "../crm/blocks.ts";
import { currentValues } from "../identity/current-values.ts";
import { type ConversationReassigner, loadRecords } from "./load-records.ts";
import { insertMerge } from "./merge-store.ts";
import type { FieldChoices } from "./merge-values.ts";
import { type ContactRecord, planMerge } from "./plan-merge.ts";
import { resolveChoices } from "./resolve-choices.ts";
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

/** The records of a merge, the survivor first, and the choices by the records' IDs. */
export interface RecordsToMerge {
  readonly records: readonly ContactRecord[];
  readonly choices: FieldChoices;
}

/**
 * Reads the records of a merge. IDs that are one contact already are one record, so that a merge can be repeated (R15).
 *
 * @throws ApiError `not_found`; `contact_merged` if one has been merged meanwhile into a contact that is not named;
 *   `device_attached` if one is a device of another contact; `invalid_request` for a choice of an unknown field, or of a
 *   contact that is not named; `user_ids_differ`
 */
export async function loadRecordsToMerge(
  tx: Tx,
  { property, contacts, survivor, choices, force }: MergeCommand,
  conversations: ConversationReassigner,
): Promise<RecordsToMerge> {
  const ids = [...new Set(survivor === null ? contacts : [survivor, ...contacts])];
  const named = await findNamed(tx, property, ids);
  if (named.length < ids.length) throw new ApiError("not_found");
  const contactOf = new Map(named.map(({ id, contact_id }) => [id, contact_id ?? id]));
  const standing = new Set(contactOf.values());
  const merged = named.find(({ contact_id }) => contact_id !== null && !contactOf.has(contact_id));
  if (merged && standing.size > 1)
    throw new ApiError("contact_merged", { detail: `${merged.id} is part of ${merged.contact_id} now.` });
  const attached = named.find(({ contact_id, attached_to }) => contact_id === null && attached_to !== null);
  if (attached)
    throw new ApiError("device_attached", {
      detail: `${attached.id} is a device of ${attached.attached_to}.`,
    });
  const oldestFirst = named.sort((a, b) => a.first_seen_at - b.first_seen_at || (a.id < b.id ? -1 : 1));
  const ordered = [...(survivor === null ? [] : [survivor]), ...oldestFirst.map(({ id }) => id)];
  const order = new Set(ordered.flatMap((id) => contactOf.get(id) ?? []));
  const records = await loadRecords(tx, property, [...order], conversations);
  const resolved = resolveChoices(choices, records, contactOf);
  if (!force && userIdsOf(records).size > 1) throw new ApiError("user_ids_differ");
  return { records, choices: resolved };
}

/** The visitors with these IDs; `contact_id`: the contact that has absorbed one. */
function findNamed(tx: Tx, property: string, ids: readonly string[]) {
  return tx
    .selectFrom("visitors")
    .leftJoin("aliases", (join) =>
      join.onRef("aliases.property_id", "=", "visitors.property_id").onRef("aliases.id", "=", "visitors.id"),
    )
    .select(["visitors.id", "visitors.attached_to", "visitors.first_seen_at", "aliases.contact_id"])
    .where("visitors.property_id", "=", property)
    .where("visitors.id", "in", ids)
    .execute();
}

/** The current user IDs of the records; those of one person are one. */
export function userIdsOf(records: readonly ContactRecord[]): Set<string> {
  return new Set(
    records.flatMap(({ values }) => currentValues(values, "user_id").map(({ compare_key }) => compare_key)),
  );
}

/**
 * Merges contacts (R13), until it is undone. Merging what is one contact already changes nothing (R15).
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
  const { records, choices } = await loadRecordsToMerge(tx, command, conversations);
  const [survivor, ...absorbed] = records;
  if (!survivor) throw new ApiError("not_found");
  if (!absorbed.length) return { survivor: survivor.id, merge: null };
  const { record, log } = planMerge(records, choices);
  const merge = newId();
  await writeRecords(tx, property, records, [record], conversations);
  await copyBlocksToDevices(tx, property, absorbed);
  await insertMerge(tx, property, { id: merge, log }, { agent, now });
  tx.publish({
    kind: "contacts_merged",
    property,
    survivor: survivor.id,
    absorbed: absorbed.map(({ id }) => id),
  });
  return { survivor: survivor.id, merge };
}
