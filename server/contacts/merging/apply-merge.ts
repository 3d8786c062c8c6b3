import * as z from "zod/mini";
import { DetailRecord, Source } from "../../../shared/contact.ts";
import { inChunks } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { copyBlocksToDevices } from "../crm/blocks.ts";
import type { FieldChoices } from "./merge-values.ts";
import {
  type ContactRecord,
  findDependentMerges,
  type MergeLog,
  planMerge,
  planUndo,
  type StoredMerge,
} from "./plan-merge.ts";
import { type ConversationReassigner, loadRecords, writeRecords } from "./write-records.ts";

const insertAliases = insertStatement("aliases");
const insertMergeMembers = insertStatement("merge_members");

export interface MergeCommand {
  readonly property: string;
  /** Two or more; one that is named twice counts once. */
  readonly contacts: readonly string[];
  /** Null: the oldest. */
  readonly survivor: string | null;
  readonly choices: FieldChoices;
  /** Although their user IDs differ (R15). */
  readonly force: boolean;
}

export interface MergeContext {
  readonly now: number;
  readonly newId: () => string;
  readonly conversations: ConversationReassigner;
}

const Ids = z.array(z.string());
const Log: z.ZodMiniType<MergeLog> = z.object({
  before: z.array(
    z.object({
      id: z.string(),
      contactSince: z.nullable(z.number()),
      source: z.nullable(Source),
      lastSeenAt: z.number(),
      values: z.array(z.tuple([z.string(), DetailRecord.shape.status, z.number()])),
      devices: Ids,
      conversations: Ids,
      notes: Ids,
      tags: Ids,
    }),
  ),
  choices: z.record(z.string(), z.string()),
});

/**
 * The records of a merge as they stand, the survivor first.
 *
 * @throws Failure `not_found`; `contact_merged` if one was merged meanwhile; `device_attached` if one is another's
 * device; `user_ids_differ`
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
  const byAge = rows.sort((a, b) => a.first_seen_at - b.first_seen_at || (a.id < b.id ? -1 : 1));
  const order = byAge.map(({ id }) => id).filter((id) => id !== survivor);
  const records = await loadRecords(
    tx,
    property,
    survivor === null ? order : [survivor, ...order],
    conversations,
  );
  if (!force && userIdsOf(records).size > 1) throw new ApiError("user_ids_differ");
  return records;
}

/** The user IDs in use; of one person there is one. */
export function userIdsOf(records: readonly ContactRecord[]): Set<string> {
  return new Set(
    records.flatMap(({ values }) =>
      values
        .filter(({ field, status }) => field === "user_id" && status === "current")
        .map(({ compare_key }) => compare_key),
    ),
  );
}

/**
 * Merges contacts for good, until it is undone (R13). A contact with itself: nothing happens (R15).
 *
 * @param agent null: it was proven
 * @returns who survives, and the merge; null if nothing happened
 * @throws Failure as `recordsToMerge`
 */
export async function mergeContacts(
  tx: Tx,
  wish: MergeCommand,
  agent: string | null,
  { now, newId, conversations }: MergeContext,
): Promise<{ survivor: string; merge: string | null }> {
  const { property } = wish;
  const records = await loadRecordsToMerge(tx, wish, conversations);
  const [survivor, ...absorbed] = records;
  if (!survivor) throw new ApiError("not_found");
  if (!absorbed.length) return { survivor: survivor.id, merge: null };
  const { record, log } = planMerge(records, wish.choices);
  const id = newId();
  await writeRecords(tx, property, records, [record], conversations);
  await copyBlocksToDevices(tx, property, absorbed);
  await insertAliases(
    tx,
    absorbed.map((one) => ({ property_id: property, id: one.id, contact_id: survivor.id, merge_id: id })),
  );
  const { number } = await tx
    .selectFrom("merges")
    .select((eb) => eb.fn.coalesce(eb.fn.max("number"), eb.lit(0)).as("number"))
    .where("property_id", "=", property)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto("merges")
    .values({
      property_id: property,
      id,
      number: number + 1,
      survivor_id: survivor.id,
      agent_id: agent,
      log: JSON.stringify(log),
      at: now,
      undone_at: null,
      undone_by: null,
    })
    .execute();
  await insertMergeMembers(
    tx,
    records.map((one) => ({ property_id: property, contact_id: one.id, merge_id: id })),
  );
  return { survivor: survivor.id, merge: id };
}

export type MergeRow = Schema["merges"];

export const parseMerge = ({ id, log }: Pick<MergeRow, "id" | "log">): StoredMerge => ({
  id,
  log: z.parse(Log, JSON.parse(log)),
});

/** @throws Failure `not_found` */
export async function findMerge(db: Db, property: string, id: string): Promise<MergeRow> {
  const row = await db
    .selectFrom("merges")
    .selectAll()
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  return row;
}

/**
 * Undoes a merge (R14), also one that others were built on.
 *
 * @returns the contacts of the merge, the former survivor first; and whose records are not what they were
 * @throws Failure `not_found`, `merge_undone`
 */
export async function undoMerge(
  tx: Tx,
  { property, id, agent }: { property: string; id: string; agent: string },
  { now, conversations }: Omit<MergeContext, "newId">,
): Promise<{ contacts: string[]; touched: string[] }> {
  const row = await findMerge(tx, property, id);
  if (row.undone_at !== null) throw new ApiError("merge_undone");
  const target = parseMerge(row);
  const since = findDependentMerges(target.log, await laterMerges(tx, row));
  const holder = since.at(-1)?.log.before[0]?.id ?? row.survivor_id;
  const before = await loadRecords(tx, property, [holder], conversations);
  const [whole] = before;
  if (!whole) throw new ApiError("not_found");
  const { records, logs } = planUndo(target, since, whole);
  await tx.deleteFrom("aliases").where("property_id", "=", property).where("merge_id", "=", id).execute();
  await writeRecords(tx, property, before, records, conversations);
  await saveMergeLogs(tx, property, logs);
  await tx
    .updateTable("merges")
    .set({ undone_at: now, undone_by: agent })
    .where("property_id", "=", property)
    .where("id", "=", id)
    .execute();
  return {
    contacts: target.log.before.map((one) => one.id),
    touched: [holder, ...records.map((one) => one.id)],
  };
}

/** Writes what merges have to know to be undone. */
export async function saveMergeLogs(
  tx: Tx,
  property: string,
  logs: ReadonlyMap<string, MergeLog>,
): Promise<void> {
  for (const [id, log] of logs)
    await tx
      .updateTable("merges")
      .set({ log: JSON.stringify(log) })
      .where("property_id", "=", property)
      .where("id", "=", id)
      .execute();
}

/** Merges that were done after one and stand, oldest first. */
function laterMerges(tx: Tx, { property_id, number, survivor_id }: MergeRow): Promise<StoredMerge[]> {
  return loadActiveMerges(tx, property_id, [survivor_id], number);
}

/**
 * The merges that stand in which these records took part, or whoever took them in, oldest first.
 *
 * @param after the number of a merge: only those that were done after it
 */
export async function loadActiveMerges(
  tx: Tx,
  property: string,
  records: readonly string[],
  after = 0,
): Promise<StoredMerge[]> {
  const found = new Map<string, MergeRow>();
  let holders = [...records];
  while (holders.length) {
    const rows = await inChunks(holders, (some) =>
      tx
        .selectFrom("merge_members")
        .innerJoin("merges", (join) =>
          join
            .onRef("merges.property_id", "=", "merge_members.property_id")
            .onRef("merges.id", "=", "merge_members.merge_id"),
        )
        .selectAll("merges")
        .where("merge_members.property_id", "=", property)
        .where("merge_members.contact_id", "in", some)
        .where("merges.number", ">", after)
        .where("merges.undone_at", "is", null)
        .execute(),
    );
    const fresh = rows.filter(({ id }) => !found.has(id));
    for (const row of fresh) found.set(row.id, row);
    holders = [...new Set(fresh.map((row) => row.survivor_id))];
  }
  return [...found.values()].sort((a, b) => a.number - b.number).map(parseMerge);
}
