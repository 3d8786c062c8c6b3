import * as z from "zod/mini";
import type { BulkJob } from "../../../shared/bulk-job.ts";
import { ContactFilter } from "../../../shared/crm.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { UNDO_PERIOD } from "../crm/deletions.ts";

export type BulkJobRow = Schema["bulk_jobs"];

/** @throws ApiError `not_found` */
export async function readBulkJob(db: Db, property: string, id: string): Promise<BulkJobRow> {
  const row = await db
    .selectFrom("bulk_jobs")
    .selectAll()
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  return row;
}

/** The jobs that run or can be undone, the newest first. */
export async function listBulkJobs(db: Db, property: string, now: number): Promise<BulkJobRow[]> {
  return db
    .selectFrom("bulk_jobs")
    .selectAll()
    .where("property_id", "=", property)
    .where((eb) =>
      eb.or([eb("state", "in", ["running", "undoing"]), eb("created_at", ">", now - UNDO_PERIOD)]),
    )
    .orderBy("created_at", "desc")
    .limit(20)
    .execute();
}

export async function updateBulkJob(
  tx: Tx,
  { property_id, id }: Pick<BulkJobRow, "property_id" | "id">,
  columns: Partial<BulkJobRow>,
): Promise<void> {
  await tx
    .updateTable("bulk_jobs")
    .set(columns)
    .where("property_id", "=", property_id)
    .where("id", "=", id)
    .execute();
}

export const filterOf = (row: BulkJobRow): ContactFilter => z.parse(ContactFilter, JSON.parse(row.filter));

/** Whether a job has ended and can still be undone. */
export const isUndoable = (row: BulkJobRow, now: number): boolean =>
  (row.state === "done" || row.state === "cancelled") &&
  row.changed > 0 &&
  now < row.created_at + UNDO_PERIOD;

/** The job as the agents' API shows it. */
export async function toBulkJob(db: Db, row: BulkJobRow, now: number): Promise<BulkJob> {
  const tag = row.tag_id
    ? await db
        .selectFrom("tags")
        .select(["id", "name"])
        .where("property_id", "=", row.property_id)
        .where("id", "=", row.tag_id)
        .executeTakeFirst()
    : undefined;
  const { id, kind, state, total, done, changed } = row;
  const undoUntil = isUndoable(row, now) ? row.created_at + UNDO_PERIOD : null;
  return { id, kind, tag: tag ?? null, state, total, done, changed, undoUntil };
}

/** Removes the jobs that can no longer be undone. */
export async function removeOldBulkJobs(tx: Tx, now: number): Promise<void> {
  const old = tx
    .selectFrom("bulk_jobs")
    .select("id")
    .where("created_at", "<", now - UNDO_PERIOD)
    .where("state", "not in", ["running", "undoing"]);
  await tx.deleteFrom("bulk_job_contacts").where("job_id", "in", old).execute();
  await tx
    .deleteFrom("bulk_jobs")
    .where("created_at", "<", now - UNDO_PERIOD)
    .where("state", "not in", ["running", "undoing"])
    .execute();
}
