import type { Tx } from "../../platform/database/open.ts";
import type { AttemptEnd } from "../delivery/plan-attempt.ts";
import { planEndpoint } from "../delivery/plan-endpoint.ts";
import { cancelWaiting } from "./cancel-waiting.ts";
import type { EndedNotice } from "./tell-admins.ts";

interface NoteEndpointDeps {
  readonly now: () => number;
  readonly tellAdmins: (tx: Tx, notice: EndedNotice) => Promise<void>;
}

/** Writes what an attempt says about its endpoint, and tells the property's admins of one that gets nothing more. */
export async function noteEndpoint(
  tx: Tx,
  { now, tellAdmins }: NoteEndpointDeps,
  { endpoint, property }: { readonly endpoint: string; readonly property: string },
  end: AttemptEnd,
): Promise<void> {
  const row = await tx
    .selectFrom("webhook_endpoints")
    .selectAll()
    .where("property_id", "=", property)
    .where("id", "=", endpoint)
    .where("state", "=", "enabled")
    .executeTakeFirst();
  if (!row) return;
  const before = { failures: row.failures, failingSince: row.failing_since, retryAt: row.retry_at };
  const plan = planEndpoint(before, end, now());
  const update = tx
    .updateTable("webhook_endpoints")
    .where("property_id", "=", property)
    .where("id", "=", endpoint);
  const { url, description } = row;
  if (plan.kind === "end") {
    await update.set({ state: "gone" }).execute();
    await cancelWaiting(tx, endpoint);
    await tellAdmins(tx, { property, url, description, reason: "gone", since: now() });
    return;
  }
  const { failures, failingSince, retryAt } = plan.health;
  // usually nothing has changed
  if (failures === row.failures && failingSince === row.failing_since && retryAt === row.retry_at) return;
  await update
    .set({
      failures,
      failing_since: failingSince,
      retry_at: retryAt,
      ...(plan.kind === "pause" && { state: "paused" }),
    })
    .execute();
  if (plan.kind === "pause")
    await tellAdmins(tx, { property, url, description, reason: "failing", since: failingSince ?? now() });
}
