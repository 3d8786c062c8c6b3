import type { RunAgain } from "../../../shared/webhook-source.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";

interface Rerun {
  readonly property: string;
  readonly source: string;
  /** Ms since 1970. */
  readonly now: number;
}

/** Queues a source's bodies again whose signature was right and whose content is there. */
const queueBodies = (tx: Tx, { property, source, now }: Rerun) =>
  tx
    .updateTable("received_bodies")
    .set({ state: "queued", next_try_at: now, tries: 0, outcome: null, reason: "", left_out: "[]" })
    .where("property_id", "=", property)
    .where("source_id", "=", source)
    .where("is_verified", "=", 1)
    .where("body", "is not", null)
    .where("state", "<>", "queued");

/**
 * Queues all bodies of a source that wait, or all by which nobody could be recognised or that failed.
 *
 * @returns how many are queued
 */
export async function runAgain(tx: Tx, rerun: Rerun, which: RunAgain["which"]): Promise<number> {
  const { numUpdatedRows } = await queueBodies(tx, rerun)
    .where((eb) =>
      which === "waiting"
        ? eb("state", "=", "waiting")
        : eb.or([eb("state", "=", "failed"), eb("outcome", "=", "refused")]),
    )
    .executeTakeFirst();
  if (numUpdatedRows > 0n) tx.publish({ kind: "body_queued", property: rerun.property });
  return Number(numUpdatedRows);
}

/** Queues one body again, whatever became of it. @throws ApiError `not_found` if it cannot be processed */
export async function runBodyAgain(tx: Tx, rerun: Rerun, body: string): Promise<void> {
  const { numUpdatedRows } = await queueBodies(tx, rerun).where("id", "=", body).executeTakeFirst();
  if (!numUpdatedRows) throw new ApiError("not_found");
  tx.publish({ kind: "body_queued", property: rerun.property });
}
