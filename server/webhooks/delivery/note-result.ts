import type { Deps } from "../../deps.ts";
import type { Database, Tx } from "../../platform/database/open.ts";
import { noteEndpoint } from "../endpoints/note-endpoint.ts";
import type { EndedNotice } from "../endpoints/tell-admins.ts";
import type { ClaimedDelivery } from "./claim-deliveries.ts";
import { type AttemptEnd, planDelivery } from "./plan-attempt.ts";
import { openNext } from "./subject-order.ts";

/** The result of an attempt. */
export interface Attempt {
  readonly end: Exclude<AttemptEnd, { kind: "interrupted" }>;
  readonly status: number | null;
  /** The beginning of the answer's body; null: there was no answer. */
  readonly answer: string | null;
  /** Ms. */
  readonly duration: number;
}

export interface NoteDeps extends Pick<Deps, "now" | "log"> {
  readonly database: Database;
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  readonly runner: string;
  readonly tellAdmins: (tx: Tx, notice: EndedNotice) => Promise<void>;
}

/**
 * Writes the result of an attempt, and what it says about the endpoint, if this process still holds the delivery. Another may have
 * taken it over, and that of an erased person is gone.
 */
export async function noteResult(deps: NoteDeps, claimed: ClaimedDelivery, attempt: Attempt): Promise<void> {
  const { database, now, random, runner } = deps;
  const { endpoint, position, event } = claimed;
  const { end, status, answer, duration } = attempt;
  await database.write(async (tx) => {
    const row = await tx
      .selectFrom("webhook_deliveries")
      .innerJoin("webhook_events", "webhook_events.position", "webhook_deliveries.position")
      .select(["attempts", "queued_at", "open_subject"])
      .where("endpoint_id", "=", endpoint)
      .where("webhook_deliveries.position", "=", position)
      .where("webhook_events.id", "=", event)
      .where("state", "=", "sending")
      .where("runner", "=", runner)
      .executeTakeFirst();
    if (!row) return;
    const plan = planDelivery(end, { attempts: row.attempts, queuedAt: row.queued_at }, random(), now());
    const isOver = plan.kind !== "retry";
    await tx
      .updateTable("webhook_deliveries")
      .set({
        state: plan.kind === "delivered" ? "delivered" : plan.kind === "give_up" ? "failed" : "waiting",
        due_at: plan.kind === "retry" ? plan.at : null,
        ...(isOver && { open_subject: null }),
        runner: null,
        lease_until: null,
        last_attempt_at: now(),
        status,
        failure: end.kind === "failure" ? end.code : null,
        duration,
        answer,
      })
      .where("endpoint_id", "=", endpoint)
      .where("position", "=", position)
      .execute();
    if (isOver && row.open_subject !== null) await openNext(tx, endpoint, row.open_subject, now());
    await noteEndpoint(tx, deps, claimed, end);
  });
}
