import type * as z from "zod/mini";
import type { BulkJobCreate } from "../../../shared/bulk-job.ts";
import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { newId } from "../../platform/ids.ts";
import { startBackgroundLoop } from "../../platform/jobs/background-loop.ts";
import { coalesceRuns } from "../../platform/jobs/table-queue.ts";
import { hasTag } from "../crm/tags.ts";
import { countMatches } from "../search/match-contacts.ts";
import { type BulkJobRow, isUndoable, readBulkJob, updateBulkJob } from "./bulk-job-store.ts";
import { runBatch } from "./run-bulk-job.ts";

/** The pace of the loop that continues what another process has left (`BackgroundOptions`), ms. */
const PACE = { pause: 1_000, patience: 2_000, rest: 1 } as const;

type BulkDeps = Pick<Deps, "database" | "now" | "random">;

/** Writes what a change of a job's state causes elsewhere, in the same transaction. */
type Along = (tx: Tx, row: BulkJobRow) => Promise<void>;

export interface BulkJobs {
  /** @throws ApiError `not_found` if the tag or the filter's organization does not exist */
  create(property: string, job: z.output<typeof BulkJobCreate>, along?: Along): Promise<BulkJobRow>;
  /** Stops a job; what it has done stays, and can be undone. @throws ApiError `not_found` */
  cancel(property: string, id: string): Promise<BulkJobRow>;
  /** @throws ApiError `not_found`, also if the job runs, has changed nothing, or its undo period is over */
  undo(property: string, id: string, along?: Along): Promise<BulkJobRow>;
  /** Resolves when no job runs. */
  catchUp(): Promise<void>;
  /** Starts to run jobs in the background. @returns stops it */
  start(onError: (error: unknown) => void): () => void;
}

/** Makes the runner of changes of all contacts that match a filter. Starts nothing. */
export function createBulkJobs({ database, now, random }: BulkDeps): BulkJobs {
  /** The jobs take turns, so that a large one does not delay another property's. */
  let last: string | null = null;
  const runNext = async (): Promise<boolean> => {
    const active = await database.read
      .selectFrom("bulk_jobs")
      .selectAll()
      .where("state", "in", ["running", "undoing"])
      .orderBy("created_at")
      .execute();
    const after = active.findIndex(({ id }) => id === last) + 1;
    const row = active[after % Math.max(1, active.length)];
    if (!row) return false;
    last = row.id;
    await runBatch(database, row, now());
    return true;
  };
  const change = (
    property: string,
    id: string,
    next: (row: BulkJobRow) => Partial<BulkJobRow>,
    along?: Along,
  ) =>
    database.write(async (tx) => {
      const row = await readBulkJob(tx, property, id);
      const columns = next(row);
      await updateBulkJob(tx, row, columns);
      await along?.(tx, row);
      return { ...row, ...columns };
    });
  return {
    async create(property, { kind, tag, filter }, along) {
      if (kind !== "delete" && !tag)
        throw new ApiError("invalid_request", {
          faults: [{ path: "tag", code: "tag", message: "A tag is required." }],
        });
      if (tag && !(await hasTag(database.read, property, tag))) throw new ApiError("not_found");
      const row: BulkJobRow = {
        property_id: property,
        id: newId({ now, random }),
        kind,
        tag_id: kind === "delete" ? null : (tag ?? null),
        filter: JSON.stringify(filter),
        state: "running",
        total: await countMatches(database.read, property, filter),
        done: 0,
        changed: 0,
        last_id: "",
        created_at: now(),
      };
      await database.write(async (tx) => {
        await tx.insertInto("bulk_jobs").values(row).execute();
        await along?.(tx, row);
      });
      return row;
    },
    cancel: (property, id) =>
      change(property, id, ({ state }) => (state === "running" ? { state: "cancelled", filter: "{}" } : {})),
    undo: (property, id, along) =>
      change(
        property,
        id,
        (row) => {
          if (!isUndoable(row, now())) throw new ApiError("not_found");
          return { state: "undoing" };
        },
        along,
      ),
    catchUp: coalesceRuns(async () => {
      while (await runNext());
    }),
    start: (onError) => startBackgroundLoop(runNext, { ...PACE, onError }),
  };
}
