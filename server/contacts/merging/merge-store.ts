import * as z from "zod/mini";
import { DetailRecord, Source } from "../../../shared/contact.ts";
import { inChunks } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { MergeLog, StoredMerge } from "./plan-merge.ts";

export type MergeRow = Schema["merges"];

const insertAliases = insertStatement("aliases");
const insertMergeMembers = insertStatement("merge_members");

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

/** A merge's row with its log parsed. */
export const parseMerge = ({ id, log }: Pick<MergeRow, "id" | "log">): StoredMerge => ({
  id,
  log: z.parse(Log, JSON.parse(log)),
});

/** @throws ApiError `not_found` */
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

/** Saves a merge: its log, its members, and the absorbed records' IDs as aliases of the survivor (R4). */
export async function insertMerge(
  tx: Tx,
  property: string,
  { id, log }: StoredMerge,
  { agent, now }: { agent: string | null; now: number },
): Promise<void> {
  const [survivor = "", ...absorbed] = log.before.map((one) => one.id);
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
      survivor_id: survivor,
      agent_id: agent,
      log: JSON.stringify(log),
      at: now,
      undone_at: null,
      undone_by: null,
    })
    .execute();
  await insertAliases(
    tx,
    absorbed.map((one) => ({ property_id: property, id: one, contact_id: survivor, merge_id: id })),
  );
  await insertMergeMembers(
    tx,
    [survivor, ...absorbed].map((one) => ({ property_id: property, contact_id: one, merge_id: id })),
  );
}

/** Writes the changed logs of merges, by the merges' IDs. */
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

/**
 * Reads the merges that are not undone in which these records, or the contacts that absorbed them, took part.
 *
 * @param after the number of a merge: only later ones
 * @returns oldest first
 */
export async function loadActiveMerges(
  tx: Tx,
  property: string,
  records: readonly string[],
  after = 0,
): Promise<StoredMerge[]> {
  const found = new Map<string, MergeRow>();
  let participants = [...records];
  while (participants.length) {
    const rows = await inChunks(participants, (some) =>
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
    participants = [...new Set(fresh.map((row) => row.survivor_id))];
  }
  return [...found.values()].sort((a, b) => a.number - b.number).map(parseMerge);
}
